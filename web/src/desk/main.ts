import { createApp } from "vue";
import { startLang } from "@/i18n";
import "@/ui/theme";
import "./theme.css";
import DeskApp from "./shell/DeskApp.vue";
import { router } from "./shell/router";

document.documentElement.classList.add("desk");
const app = createApp(DeskApp).use(router);
// Mounted once it is known who is signed in: the header must not flash by, nor ask in vain.
void Promise.all([startLang(), router.isReady()]).finally(() => app.mount("#app"));
