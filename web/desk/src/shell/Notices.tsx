// What stands above every page, as the server says it in the page's head.
import { t } from "@sojourn/shared";

const notices = document.querySelector<HTMLMetaElement>("meta[name=notices]")?.content.split(" ") ?? [];

export function Notices() {
  return (
    <>
      {notices.includes("demonstration") && (
        <p className="notice" role="note">
          {t("shell.demonstration")} <a href="/example">{t("shell.be_somebody_else")}</a>
          {" · "}
          {t("shell.own_programme")} <code>sojourn serve --data my-programme</code> <a href="/help">{t("shell.own_how")}</a>
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
