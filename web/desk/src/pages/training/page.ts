import type { Page } from "../../shell/pages";

export const pages: Page[] = [
  { path: "/training", title: "training.title", order: 34, needs: "training.coverage", load: () => import("./TrainingPage") },
  { path: "/training/sessions/:id", title: "training.session", needs: "training_session.show", load: () => import("./SessionPage") },
];
