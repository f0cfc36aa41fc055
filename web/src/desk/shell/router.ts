import { createRouter, createWebHistory } from "vue-router";
import { onSignInNeeded, whoAmI } from "./session";

declare module "vue-router" {
  interface RouteMeta {
    /** Needs no sign-in. */
    open?: boolean;
    /** Fills the window: no header. */
    bare?: boolean;
    /** People talk in it: it is not left because the sign-in ended, and offers to sign in (SignInNotice). */
    live?: boolean;
  }
}

export const router = createRouter({
  history: createWebHistory("/desk/"),
  // A page that changes its own address (a filter, a row opened beside the list) stays where it is.
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? false : { top: 0 }),
  routes: [
    { path: "/", name: "list", component: () => import("../petitions/WorkList.vue") },
    {
      path: "/sign-in",
      name: "sign-in",
      component: () => import("./SignIn.vue"),
      meta: { open: true, bare: true },
    },
    { path: "/register", name: "register", component: () => import("../petitions/RegisterPage.vue") },
    {
      path: "/petitions/:id",
      name: "petition",
      component: () => import("../petitions/PetitionPage.vue"),
      props: true,
    },
    {
      path: "/petitions/:id/schedule",
      name: "schedule",
      component: () => import("../hearings/SchedulePage.vue"),
      props: true,
    },
    {
      path: "/supervision",
      name: "supervision",
      component: () => import("../supervision/SupervisionPage.vue"),
    },
    {
      path: "/document-templates",
      name: "templates",
      component: () => import("../documents/TemplatesPage.vue"),
    },
    { path: "/intake", name: "intake", component: () => import("../intake/WaitingPage.vue") },
    { path: "/interfaces", name: "interfaces", component: () => import("../interfaces/InterfacesPage.vue") },
    { path: "/today", name: "today", component: () => import("../hearings/TodayPage.vue") },
    {
      path: "/hearings/:id",
      name: "hearing",
      component: () => import("../hearings/HearingPage.vue"),
      props: true,
    },
    {
      path: "/hearings/:id/room",
      name: "room",
      component: () => import("../room/RoomPage.vue"),
      props: true,
      meta: { bare: true, live: true },
    },
    {
      path: "/hearings/:id/recording",
      name: "recording",
      component: () => import("../recording/RecordingPage.vue"),
      props: true,
    },
    {
      path: "/hearings/:id/print",
      name: "print",
      component: () => import("../hearings/PrintPage.vue"),
      props: true,
      meta: { bare: true },
    },
    { path: "/notices", name: "notices", component: () => import("../notices/NoticesPage.vue") },
    { path: "/board", name: "board", component: () => import("../board/BoardPage.vue") },
    { path: "/leader", name: "leader", component: () => import("../leader/LeaderPage.vue") },
    { path: "/statistics", name: "statistics", component: () => import("../statistics/StatisticsPage.vue") },
    { path: "/statistics/yearly", name: "yearly", component: () => import("../statistics/YearlyPage.vue") },
    { path: "/statistics/warnings", name: "warnings", component: () => import("../statistics/WarningsPage.vue") },
    {
      path: "/screen",
      name: "screen",
      component: () => import("../statistics/ScreenPage.vue"),
      meta: { bare: true },
    },
    { path: "/requests", name: "requests", component: () => import("../requests/RequestsPage.vue") },
    {
      path: "/requests/:id",
      name: "request",
      component: () => import("../requests/RequestPage.vue"),
      props: true,
    },
    { path: "/schedules", name: "schedules", component: () => import("../schedules/SchedulesPage.vue") },
    {
      path: "/reception/:id/queue",
      name: "queue",
      component: () => import("../queue/QueuePage.vue"),
      props: true,
    },
    {
      path: "/queue-screen/:id",
      name: "queue-screen",
      component: () => import("../queue/ScreenPage.vue"),
      props: true,
      meta: { open: true, bare: true },
    },
    { path: "/reception", name: "reception", component: () => import("../reception/ReceptionPage.vue") },
    { path: "/grid", name: "grid", props: ({ query }) => ({ report: query.report }), component: () => import("../grid/GridPage.vue") },
    {
      path: "/deputies",
      name: "deputies",
      component: () => import("../delegations/DelegationsPage.vue"),
    },
    { path: "/contracts", name: "contracts", component: () => import("../reception/MyContracts.vue") },
    { path: "/admin", name: "admin", component: () => import("../admin/AdminPage.vue") },
    {
      path: "/admin/:part",
      name: "admin-part",
      component: () => import("../admin/AdminPage.vue"),
      props: true,
    },
    { path: "/account", name: "account", component: () => import("./AccountPage.vue") },
    { path: "/password", redirect: { name: "account" } },
    {
      path: "/new-password",
      name: "new-password",
      component: () => import("./NewPassword.vue"),
      meta: { open: true, bare: true },
    },
    { path: "/:rest(.*)*", name: "nowhere", component: () => import("./NotFound.vue") },
  ],
});

router.beforeEach(async (to) => {
  if (to.meta.open) return true;
  try {
    const signedIn = await whoAmI();
    return signedIn ? true : { name: "sign-in", query: { then: to.fullPath } };
  } catch {
    // The server is out of reach: the page itself says so and offers to try again.
    return true;
  }
});

onSignInNeeded(() => {
  const here = router.currentRoute.value;
  if (here.meta.live) return false;
  if (here.name !== "sign-in") void router.push({ name: "sign-in", query: { then: here.fullPath } });
  return true;
});
