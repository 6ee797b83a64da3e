// A fault of ours in one page is said there; the rest stays.
import { t } from "@sojourn/shared";
import { Component, type ReactNode } from "react";

export class Boundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) {
      return this.props.children;
    }
    return (
      <main className="entrance">
        <h1>{t("shell.error_title")}</h1>
        <p role="alert">{t("shell.error_page")}</p>
        <p>
          <button type="button" onClick={() => location.reload()}>
            {t("shell.reload")}
          </button>
        </p>
      </main>
    );
  }
}
