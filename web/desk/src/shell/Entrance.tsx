// Around the pages of those who are not signed in yet.
import { t } from "@sojourn/shared";
import type { ReactNode } from "react";
import { PageHead } from "../parts/PageHead";
import { Notices } from "./Notices";
import { Switches } from "./Switches";

export function Entrance({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="entrance">
      <a className="skip" href="#main">
        {t("shell.skip")}
      </a>
      <header>
        <Notices />
        <div className="top">
          <span className="brand">Sojourn</span>
          <div className="tools">
            <Switches />
          </div>
        </div>
      </header>
      <main id="main" tabIndex={-1}>
        <PageHead title={title} />
        {children}
      </main>
    </div>
  );
}
