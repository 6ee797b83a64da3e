// What stands above every page, as the server says it in the page's head.
import { t } from "@sojourn/shared";

const notices = document.querySelector<HTMLMetaElement>("meta[name=notices]")?.content.split(" ") ?? [];

export function Notices() {
  return (
    <>
      {notices.includes("demonstration") && (
        <p className="notice" role="note">
          {t("shell.demonstration")} <a href="/example">{t("shell.be_somebody_else")}</a>
        </p>
      )}
      {notices.includes("plain-http") && (
        <p className="notice" role="note">
          {t("shell.plain_http")}
        </p>
      )}
    </>
  );
}
