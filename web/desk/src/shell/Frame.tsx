// What stands around every page: the way to the content, the name, the pages, how fresh all is,
// language, colours, and who is signed in.
import { clock, moment, onSync, sync, t } from "@sojourn/shared";
import { useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { type ReactNode, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { Link, NavLink, useLocation } from "react-router";
import { ErrorNote } from "../parts/ErrorNote";
import { Jobs } from "./Jobs";
import { Notices } from "./Notices";
import { Search } from "./Search";
import { SignOut } from "./SignOut";
import { Switches } from "./Switches";
import { type Group, groups, pages, patternAt } from "./pages";
import { useProgramme } from "./programme";
import { useAccount, useMay } from "./session";

export function Frame({ children }: { children: ReactNode }) {
  const { person } = useAccount();
  const programme = useProgramme().data?.name;
  const [trouble, setTrouble] = useState<unknown>();
  const main = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  const first = useRef(true);
  useMainByKeys();
  useEffect(() => {
    // Whoever goes to another page begins at its top, also with a screen reader.
    if (first.current) {
      first.current = false;
    } else {
      main.current?.focus();
      window.scrollTo(0, 0);
    }
  }, [pathname]);
  return (
    <div className="frame">
      <a className="skip" href="#main">
        {t("shell.skip")}
      </a>
      <header>
        <Notices />
        <div className="top">
          <NavLink className="brand" to="/">
            Sojourn
          </NavLink>
          {programme !== undefined && <bdi className="programme">{programme}</bdi>}
          <Search />
          <Freshness />
          <div className="tools">
            <Link to="/help" title={t("shell.help")}>
              <span aria-hidden="true">? </span>
              {t("shell.help")}
            </Link>
            <Switches />
            <Link className="who" to="/account" title={t("settings.own")}>
              <bdi>{person}</bdi>
            </Link>
            <SignOut setTrouble={setTrouble} />
          </div>
        </div>
        {trouble !== undefined && <ErrorNote problem={trouble} />}
        <Jobs />
      </header>
      <Navigation />
      <main id="main" ref={main} tabIndex={-1}>
        {children}
      </main>
      <footer className="printed">
        {programme === undefined ? t("shell.printed", { time: moment(Date.now()) }) : <bdi>{t("shell.printed_of", { programme, time: moment(Date.now()) })}</bdi>}
      </footer>
    </div>
  );
}

/** What the page is for: the form of the dialog that is open, else the page's main button, else its form, if it has one alone. */
function mainOf(): HTMLElement | undefined {
  const dialog = document.querySelector("dialog[open]");
  const forms = (dialog ?? document.querySelector("main"))?.querySelectorAll<HTMLElement>("[type=submit].ant-btn-primary") ?? [];
  const main = dialog === null ? document.querySelector<HTMLElement>(".head .action .ant-btn-primary, .head .action a.main") : null;
  return main ?? (forms.length === 1 || dialog !== null ? forms[0] : undefined);
}

/** Ctrl-Enter does it. */
function useMainByKeys(): void {
  useEffect(() => {
    const key = (event: KeyboardEvent): void => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) {
        return;
      }
      const main = mainOf();
      if (main !== undefined) {
        event.preventDefault();
        main.click();
      }
    };
    addEventListener("keydown", key);
    return () => removeEventListener("keydown", key);
  }, []);
}

function Navigation() {
  const may = useMay();
  const shown = pages.filter((page) => page.order !== undefined && (page.needs === undefined || may(page.needs)));
  const entries = (group: Group | undefined) =>
    shown
      .filter((page) => page.group === group)
      .map((page) => (
        <li key={page.path}>
          <NavLink to={page.path} end={page.path === "/"}>
            {t(page.title)}
          </NavLink>
        </li>
      ));
  return (
    <nav className="pages" aria-label={t("shell.navigation")}>
      <ul>{entries(undefined)}</ul>
      {groups
        .filter((group) => shown.some((page) => page.group === group))
        .map((group) => (
          <section key={group}>
            <h2 id={`group-${group}`}>{t(`shell.group.${group}`)}</h2>
            <ul aria-labelledby={`group-${group}`}>{entries(group)}</ul>
          </section>
        ))}
      <Saying />
    </nav>
  );
}

/** On every page, which goes along without the id of what is open. */
function Saying() {
  const { pathname } = useLocation();
  const about = patternAt(pathname);
  return (
    <p className="saying">
      <NavLink to={about === undefined || pathname.startsWith("/feedback") ? "/feedback" : `/feedback?about=${encodeURIComponent(about)}`}>
        {t("shell.feedback")}
      </NavLink>
    </p>
  );
}

/** When the server answered last; where it does not, that it is old, and a way to ask again. */
function Freshness() {
  const { answeredAt, gone } = useSyncExternalStore(onSync, sync);
  const client = useQueryClient();
  useEffect(() => {
    if (!gone) {
      return;
    }
    const again = setInterval(() => void client.refetchQueries({ type: "active" }), 10_000);
    return () => clearInterval(again);
  }, [gone, client]);
  return (
    <div className={gone ? "fresh gone" : "fresh"}>
      {/* Said aloud is only that the server is gone, not the time of each answer. */}
      <span role="status">
        {gone && (
          <>
            <span aria-hidden="true">▲ </span>
            {answeredAt === null ? t("shell.gone_at_once") : t("shell.gone", { time: clock(answeredAt) })}
          </>
        )}
      </span>
      {!gone && answeredAt !== null && <span>{t("shell.answered", { time: clock(answeredAt) })}</span>}{" "}
      <Button size="small" type="text" onClick={() => void client.refetchQueries({ type: "active" })}>
        <span aria-hidden="true">⟳ </span>
        {gone ? t("shell.retry") : t("shell.read_again")}
      </Button>
    </div>
  );
}
