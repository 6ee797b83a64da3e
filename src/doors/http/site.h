// All that the server answers, in order: health and figures, the desk's files and start, pages, the
// API, files; else to browsers the desk, to others 404. What main hands to Server as its handler,
// and how its lines reach the log.
//
//   const http::Site site{.metrics = metrics, .well = well, .pages = pages, .watch = watch,
//                         .together = together, .api = api, .assets = assets, .desk = desk};
//   settings.log = http::log_to(log);
//   http::Server server(settings, site, metrics);      // all eight outlive the server
//
// Tested in tests/unit/doors/http/site_test.cpp.
#pragma once

#include <functional>
#include <string>

#include "base/log.h"
#include "doors/http/api.h"
#include "doors/http/assets.h"
#include "doors/http/desk.h"
#include "doors/http/made_pages.h"
#include "doors/http/message.h"
#include "doors/http/metrics.h"
#include "doors/http/settings.h"
#include "doors/http/together.h"
#include "doors/http/watch.h"

namespace sojourn::doors::http {

struct Site {
  const Metrics& metrics;
  /// What is wrong with the program, for /healthz; "" if all is well.
  std::function<std::string()> well{};
  const MadePages& pages;
  const Watch& watch;
  const Together& together;
  const Api& api;
  const Assets& assets;
  const Desk& desk;

  Response operator()(const Request& request) const;
};

/// One line of the log for each answer; a bug is an error, the rest is information.
std::function<void(const LogLine&)> log_to(base::Log& log);

}  // namespace sojourn::doors::http
