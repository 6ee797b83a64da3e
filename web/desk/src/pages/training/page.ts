import { withTheTerm } from "@sojourn/shared";
import type { Page } from "../../shell/pages";

export const pages: Page[] = [
  { path: "/training", title: "shell.training", order: 34, needs: "training.coverage", load: () => withTheTerm(() => import("./TrainingPage")) },
  { path: "/training/sessions/:id", title: "shell.training_session", needs: "training_session.show", load: () => withTheTerm(() => import("./SessionPage")) },
];
