// The API: every operation of the table by its route, for people with a session and programs with a
// token. Who asks is told by the session's cookie or the token alone; whether they may, and how far
// they see, is access::Service's business. What is refused is told by problem.h. A list is had as a
// file by ?format=csv or xlsx.
//
//   const http::Api api(service, operations);
//   if (auto answer = api.answer(request)) { return *answer; }   // nothing: not below /api/
//
// Tested in tests/unit/doors/http/api_test.cpp.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/operation.h"
#include "access/service.h"
#include "doors/http/input.h"
#include "doors/http/message.h"
#include "doors/http/problem.h"
#include "doors/http/router.h"

namespace sojourn::doors::http {

/// The audit log's receipt for what the request of that id changed, as text; nothing if it changed
/// nothing.
using Receipts = std::function<std::optional<std::string>(std::string_view request)>;

/// For ServerSettings: 10 MiB where an operation takes a file, else `standard`.
std::function<std::size_t(std::string_view method, std::string_view path)> body_limit(
    const std::vector<access::Operation>& operations, std::size_t standard);

class Api {
 public:
  /// The service and the operations must outlive it. Safe from any thread. With `receipts` each
  /// answer to a write carries its receipt as Sojourn-Log.
  Api(access::Service& service, const std::vector<access::Operation>& operations,
      Receipts receipts = {});
  Api(access::Service&, std::vector<access::Operation>&&, Receipts = {}) = delete;

  /// The answer to a path below /api/; nothing for others.
  std::optional<Response> answer(const Request& request) const;

 private:
  /// Who asks, and by what.
  struct Who {
    access::Asker asker;
    std::string session;  ///< the cookie's value, if that is what it was asked by
  };

  Response run(const Request& request, const Router::Match& match) const;
  /// The whole list as a file.
  Response send_file(const Request& request, const Router::Match& match, const Who& who,
                     access::ListFormat format) const;
  void add_receipt(const Request& request, Response& answer) const;
  Who who_asks(const Request& request) const;
  static void check_own_page(const Request& request, const Who& who);
  static access::Request about(const Request& request, const access::Operation& operation,
                               const Who& who, const GivenInput& given,
                               const access::Upload* file = nullptr);
  Response respond(const Request& request, const access::Answer& answer) const;

  access::Service& service_;
  const std::vector<access::Operation>& operations_;
  Receipts receipts_;
  Router router_;
};

}  // namespace sojourn::doors::http
