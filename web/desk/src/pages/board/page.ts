import type { Page } from "../../shell/pages";

export const pages: Page[] = [{ path: "/plans/:id/board", title: "board.title", needs: "plan.board", load: () => import("./BoardPage") }];
