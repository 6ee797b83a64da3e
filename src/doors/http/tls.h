// Certificates. Sees Asio; only the server includes it.
// Tested in tests/unit/doors/http/server_tls_test.cpp.
#pragma once

#include <boost/asio/ssl/context.hpp>
#include <filesystem>
#include <memory>

namespace sojourn::doors::http {

/// TLS 1.2 and later with the certificate chain and key of these PEM files. Throws Refusal with the
/// file and the remedy if they cannot be read or do not belong together.
std::shared_ptr<boost::asio::ssl::context> load_tls(const std::filesystem::path& certificate,
                                                    const std::filesystem::path& key);

}  // namespace sojourn::doors::http
