import { direction, language, onLanguage, onSignedOut, Problem, withTheTerm } from "@sojourn/shared";
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { ConfigProvider } from "antd";
import english from "antd/locale/en_US";
import type { Locale } from "antd/es/locale";
import { useEffect, useState, useSyncExternalStore } from "react";
import { BrowserRouter, Route, Routes } from "react-router";
import { Boundary } from "../parts/Boundary";
import { Body } from "./Body";
import { Gate } from "./Gate";
import type { Registered } from "./pages";
import { accountKey, noteSignedOut } from "./session";
import { antTheme } from "./theme";
import { useTheme } from "./preferences";

const note = (error: Error): void => noteSignedOut(() => client, error);
const client: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: note }),
  mutationCache: new MutationCache({ onError: note }),
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      // A server that answered has decided; one that did not is asked once more.
      retry: (count, error) => error instanceof Problem && error.unreachable && count < 1,
      retryDelay: 1000,
      networkMode: "always",
    },
    mutations: { networkMode: "always" },
  },
});
onSignedOut(() => client.setQueryData(accountKey, null));
const nonce = document.querySelector<HTMLMetaElement>("meta[name=csp-nonce]")?.content ?? "";

/** Ant Design's own words. Never none: it would build the page anew when some come, and forms with it. */
function useAntLocale(): Locale {
  const now = useSyncExternalStore(onLanguage, language);
  const [locale, setLocale] = useState<Locale>(english);
  useEffect(() => {
    let current = true;
    if (now === "zh") {
      void import("antd/locale/zh_CN").then((module) => current && setLocale(module.default));
    } else {
      setLocale(english);
    }
    return () => {
      current = false;
    };
  }, [now]);
  return locale;
}

// What one-time links open, which few see.
const setUp: Registered = { path: "/setup", title: "ways.sign_in", load: () => withTheTerm(() => import("./SetUpPage")) };
const oneTime: Registered = { path: "/link", title: "ways.sign_in", load: () => withTheTerm(() => import("./LinkPage")) };

export function App() {
  const [theme] = useTheme();
  const locale = useAntLocale();
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
  }, [theme]);
  // A new language renders everything anew from here, as t() is called while rendering. What was
  // typed stays.
  const spoken = useSyncExternalStore(onLanguage, language);
  useEffect(() => {
    // What went wrong was said by the server, in the language before.
    void client.refetchQueries({ predicate: (query) => query.state.error instanceof Problem });
  }, [spoken]);
  return (
    <ConfigProvider theme={antTheme(theme)} locale={locale} direction={direction()} csp={{ nonce }} button={{ autoInsertSpace: false }}>
      <QueryClientProvider client={client}>
        <BrowserRouter>
          <Boundary>
            <Routes>
              <Route path="/setup" element={<Body page={setUp} />} />
              <Route path="/link" element={<Body page={oneTime} />} />
              <Route path="*" element={<Gate />} />
            </Routes>
          </Boundary>
        </BrowserRouter>
      </QueryClientProvider>
    </ConfigProvider>
  );
}
