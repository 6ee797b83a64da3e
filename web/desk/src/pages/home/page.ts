import type { Page } from "../../shell/pages";

export const pages: Page[] = [{ path: "/", title: "home.title", order: 0, load: () => import("./HomePage") }];
