import type { Page } from "../../shell/pages";

export const pages: Page[] = [{ path: "/help", title: "help.title", load: () => import("./HelpPage") }];
