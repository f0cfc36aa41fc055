import { createApp } from "vue";
import { startLang } from "@/i18n";
import "@/ui/theme";
import "./theme.css";
import DeskApp from "./shell/DeskApp.vue";
import { router } from "./shell/router";

document.documentElement.classList.add("desk");
void startLang().then(() => createApp(DeskApp).use(router).mount("#app"));
