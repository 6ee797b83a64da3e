// See server.h.
#include "tests/cli/server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <thread>

#include "base/json.h"
#include "base/text.h"

namespace sojourn::testing_support {
namespace {

namespace fs = std::filesystem;

std::string bytes_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

Ended wait_for(pid_t process) {
  int status = 0;
  while (::waitpid(process, &status, 0) < 0 && errno == EINTR) {
  }
  Ended ended;
  ended.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  ended.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  return ended;
}

}  // namespace

std::string Reply::field(std::string_view name) const {
  const std::string begin = "\r\n" + std::string(name) + ": ";
  const std::size_t at = head.find(begin);
  if (at == head.npos) {
    return "";
  }
  const std::size_t from = at + begin.size();
  return head.substr(from, head.find("\r\n", from) - from);
}

boost::json::value Reply::json() const { return base::parse_json(body); }

RunningServer::RunningServer(fs::path scratch, std::vector<std::string> arguments)
    : scratch_(std::move(scratch)) {
  fs::create_directories(scratch_);
  fs::remove(scratch_ / "stdout");
  if (std::find(arguments.begin(), arguments.end(), "--listen") == arguments.end()) {
    arguments.insert(arguments.begin(), {"--listen", "127.0.0.1:0"});
  }
  arguments.insert(arguments.begin(), "serve");
  process_ = start(scratch_, arguments);
  const std::string before = " serves http";
  while (port_ == 0) {
    const std::string text = out();
    const std::size_t at = text.find(before);
    // The last line is there once what the server says is whole: it is written at once.
    if (at != text.npos && text.ends_with('\n')) {
      const std::size_t end = text.find('\n', at);
      const std::size_t from = text.rfind(':', end) + 1;
      port_ = base::parse_number<std::uint16_t>(text.substr(from, end - from)).value();
    } else if (has_ended(process_)) {
      wait_for(process_);
      process_ = -1;
      throw std::runtime_error("serve ended: " + bytes_of(scratch_ / "stderr"));
    } else {
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
  }
}

RunningServer::~RunningServer() {
  if (process_ > 0) {
    ::kill(process_, SIGKILL);
    wait_for(process_);
  }
}

std::string RunningServer::out() const { return bytes_of(scratch_ / "stdout"); }

std::string RunningServer::log() const { return bytes_of(scratch_ / "stderr"); }

std::string RunningServer::setup_token() const {
  const std::string text = out();
  const std::size_t at = text.find("/setup#");
  return at == text.npos ? "" : text.substr(at + 7, text.find('\n', at) - at - 7);
}

void RunningServer::send(int signal) const { ::kill(process_, signal); }

Ended RunningServer::end(int signal) {
  send(signal);
  return wait();
}

Ended RunningServer::wait() {
  Ended ended = wait_for(process_);
  process_ = -1;
  ended.out = out();
  ended.err = bytes_of(scratch_ / "stderr");
  return ended;
}

Reply RunningServer::ask(std::string_view method, std::string_view path, std::string_view body,
                         std::string key) {
  std::string request = std::string(method) + " " + std::string(path) +
                        " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
  if (!session.empty()) {
    request += "Cookie: session=" + session + "\r\nX-CSRF-Token: " + csrf + "\r\n";
  }
  if (method == "POST" || method == "PATCH") {
    if (key.empty()) {
      key = "key-" + std::to_string(++keys_);
    }
    request += "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
               "\r\nIdempotency-Key: " + key + "\r\n";
  }
  request += "\r\n" + std::string(body);
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(port_);
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): as the sockets' interface wants it
  if (::connect(socket, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0 ||
      ::send(socket, request.data(), request.size(), MSG_NOSIGNAL) !=
          static_cast<ssize_t>(request.size())) {
    ::close(socket);
    throw std::runtime_error("the server cannot be reached");
  }
  std::string text;
  std::array<char, 4096> piece{};
  for (ssize_t got = 0; (got = ::recv(socket, piece.data(), piece.size(), 0)) > 0;) {
    text.append(piece.data(), static_cast<std::size_t>(got));
  }
  ::close(socket);
  Reply reply;
  const std::size_t end = text.find("\r\n\r\n");
  if (text.size() < 12 || end == text.npos) {
    throw std::runtime_error("no answer: " + text);
  }
  reply.status = base::parse_number<int>(std::string_view(text).substr(9, 3)).value_or(0);
  reply.head = text.substr(0, end + 2);
  reply.body = text.substr(end + 4);
  const auto length = base::parse_number<std::size_t>(reply.field("Content-Length"));
  if (length && reply.body.size() < *length) {
    throw std::runtime_error("half an answer: " + text);
  }
  return reply;
}

}  // namespace sojourn::testing_support
