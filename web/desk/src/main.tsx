// The desk begins: language and colours as they were left, then the page.
import { createRoot } from "react-dom/client";
import { speak } from "@sojourn/shared";
import { App } from "./shell/App";
import { savedLanguage } from "./shell/preferences";
import { preload } from "./shell/pages";
import "./desk.css";

const place = document.getElementById("desk");
if (place === null) {
  throw new Error("index.html has a place for the desk");
}
preload(location.pathname);
void speak(savedLanguage()).then(() => createRoot(place).render(<App />));
