// Who gets what: the sign-in, the second factor that is still to be set up, or the pages.
import { t, withTheTerm } from "@sojourn/shared";
import { Navigate, Route, Routes, useLocation } from "react-router";
import { ErrorNote } from "../parts/ErrorNote";
import { Skeleton } from "../parts/Skeleton";
import { PageHead } from "../parts/PageHead";
import { Body } from "./Body";
import { Entrance } from "./Entrance";
import { Frame } from "./Frame";
import { SignInPage } from "./SignInPage";
import { type Registered, pages } from "./pages";
import { AccountProvider, useAccountQuery, useMay } from "./session";

/** Loaded when somebody has one to set up. */
const secondFactor: Registered = {
  path: "/second-factor",
  title: "ways.second_factor",
  load: () => withTheTerm(() => import("./SecondFactorPage")),
};

export function Gate() {
  const account = useAccountQuery();
  const { pathname } = useLocation();
  if (account.data === undefined) {
    return account.error === null ? (
      <Skeleton />
    ) : (
      <Entrance title={t("shell.gone_at_once")}>
        <ErrorNote problem={account.error} retry={() => void account.refetch()} />
      </Entrance>
    );
  }
  if (account.data === null) {
    return <SignInPage />;
  }
  if (account.data.second_factor_needed || pathname === "/second-factor") {
    return <Body page={secondFactor} />;
  }
  return (
    <AccountProvider value={account.data}>
      <Frame>
        <Routes>
          {pages.map((page) => (
            <Route key={page.path} path={page.path} element={<Allowed key={page.path} page={page} />} />
          ))}
          <Route path="/sign-in" element={<Navigate to="/" replace />} />
          <Route path="*" element={<Missing />} />
        </Routes>
      </Frame>
    </AccountProvider>
  );
}

function Allowed({ page }: { page: Registered }) {
  const may = useMay();
  if (page.needs !== undefined && !may(page.needs)) {
    return (
      <>
        <PageHead title={t("shell.forbidden")} />
        <p>{t("shell.forbidden_text")}</p>
      </>
    );
  }
  return <Body page={page} />;
}

function Missing() {
  return (
    <>
      <PageHead title={t("shell.not_found")} />
      <p>{t("shell.not_found_text")}</p>
      <p>
        <a href="/">{t("shell.to_home")}</a>
      </p>
    </>
  );
}
