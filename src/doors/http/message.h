// A request and its answer as plain values, so that whoever answers (api, assets, health) knows
// nothing of sockets. The server (server.h) makes the one and sends the other.
// Tested in tests/unit/doors/http/message_test.cpp.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sojourn::doors::http {

/// One header field. In a request the name is in lower case.
struct Field {
  std::string name;
  std::string value;
  friend bool operator==(const Field&, const Field&) = default;
};

/// A name and a value of a query, both decoded.
using Parameter = std::pair<std::string, std::string>;

struct Request {
  std::string id;      ///< made by the server, unique; also in the answer and the log
  std::string method;  ///< GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS; nothing else gets here
  std::string path;    ///< as sent, without the query: "/api/sites/site_3k9q"
  std::vector<std::string> segments;  ///< of the path, decoded: {"api", "sites", "site_3k9q"}
  std::vector<Parameter> query;       ///< decoded, in the order given
  std::vector<Field> fields;          ///< in the order given
  std::string body;
  std::string host;        ///< with port, as the client named us; empty only in HTTP/1.0
  std::string client;      ///< address of the client, as far as a trusted proxy or the socket tells
  bool secure = false;     ///< came by TLS, to us or to a trusted proxy
  bool local = false;      ///< from this machine, and not passed on by anybody
  std::stop_token stop{};  ///< requested when the server is told to stop: end soon

  /// The value of a field, by its name in lower case.
  std::optional<std::string_view> field(std::string_view name) const;
};

/// What a stream says next.
struct Piece {
  std::string bytes{};  ///< may be empty: nothing new
  bool last = false;    ///< the answer ends after these bytes
  /// When to ask again. 0: as soon as the client has taken these bytes.
  std::chrono::milliseconds pause{0};
};

struct Response {
  int status = 200;
  /// Without Content-Length, Transfer-Encoding, Connection and Date, which the server writes, and
  /// without the security fields (security_fields), which it adds where they are not given here.
  std::vector<Field> fields{};
  std::string body{};
  /// Instead of `body`: bytes that live as long as the program (assets).
  std::string_view fixed_body{};
  /// Instead of `body`: asked again and again on the worker pool, one call at a time, until it says
  /// `last`, throws (the connection is cut), the client goes away, or the server stops. It should
  /// answer at once; it waits by `pause`, so that a quiet stream holds no worker.
  std::function<Piece()> pull{};
  /// What `pull` says is whole at its end only, as a file is: when the server stops it goes on as
  /// long as requests under way may, and is cut then. A stream of events ends at once.
  bool whole = false;
  /// For the log and the figures: the pattern that matched ("/api/sites/{id}"), never the path
  /// itself, which may hold what a person typed.
  std::string route{};
  bool close = false;  ///< end the connection after this answer

  /// Adds or replaces.
  void set(std::string_view name, std::string value);
  std::optional<std::string_view> field(std::string_view name) const;
};

using Handler = std::function<Response(const Request&)>;

/// "Not Found" for 404; "" for a number that has no name here.
std::string_view reason_of(int status);

/// An answer of text.
Response text_response(int status, std::string_view type, std::string body);

/// A problem (RFC 9457) in its shortest form: title, status and `code`, the catalogue's key.
Response problem_response(int status, std::string_view code, std::string_view detail);

/// A stream of server-sent events: the fields and the pauses that browsers and proxies want.
/// `next` gives events made by `event_text`; where it has nothing to say for 15 seconds, a comment
/// keeps the connection open.
Response event_stream(std::function<Piece()> next);

/// One server-sent event. Line feeds in `data` become several data lines, as the format wants.
std::string event_text(std::string_view name, std::string_view data, std::string_view id = {});

/// The fields of TRUST.md that every answer carries, data or page, good or bad. `secure` adds
/// Strict-Transport-Security. An answer may say its own Cache-Control and
/// Content-Security-Policy; these are the strictest.
const std::vector<Field>& security_fields(bool secure);

/// Equal but for the case of ASCII letters.
bool same_word(std::string_view a, std::string_view b);
std::string lower_case(std::string_view text);

}  // namespace sojourn::doors::http
