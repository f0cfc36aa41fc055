import { createApp } from "vue";
import { startLang } from "@/i18n";
import "@/ui/theme";
import CitizenApp from "./CitizenApp.vue";

void startLang().finally(() => createApp(CitizenApp).mount("#app"));
