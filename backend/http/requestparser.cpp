// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/requestparser.h"

#include <array>
#include <cstring>

namespace zg::http {

namespace {

enum CharClass : quint8 { Token = 1, Value = 2, Target = 4, HostChar = 8 };

constexpr std::array<quint8, 256> makeClasses()
{
    std::array<quint8, 256> classes{};
    for (int c = 0; c < 256; ++c) {
        quint8 is = 0;
        const bool alnum = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        bool token = alnum; // RFC 9110 5.6.2
        for (const char t : {'!', '#', '$', '%', '&', '\'', '*', '+', '-', '.', '^', '_', '`', '|', '~'})
            token = token || c == t;
        bool host = alnum;
        for (const char t :
             {'-', '.', '_', '~', ':', '[', ']', '%', '!', '$', '&', '\'', '(', ')', '*', '+', ',', ';', '='})
            host = host || c == t;
        if (token)
            is |= Token;
        if (host)
            is |= HostChar;
        if (c == '\t' || (c >= 0x20 && c != 0x7f)) // field-vchar, obs-text, SP, HTAB
            is |= Value;
        if (c > 0x20 && c != 0x7f && c != '#') // raw UTF-8 is let through: clients do send it
            is |= Target;
        classes[size_t(c)] = is;
    }
    return classes;
}
constexpr auto classes = makeClasses();

bool all(QByteArrayView text, CharClass wanted)
{
    for (const char c : text) {
        if (!(classes[uchar(c)] & wanted))
            return false;
    }
    return true;
}

bool equals(QByteArrayView text, const char* lowerName, qsizetype size)
{
    if (text.size() != size)
        return false;
    for (qsizetype i = 0; i < size; ++i) {
        const char c = text[i];
        if ((c >= 'A' && c <= 'Z' ? char(c + 32) : c) != lowerName[i])
            return false;
    }
    return true;
}

template <size_t N>
bool equals(QByteArrayView text, const char (&lowerName)[N])
{
    return equals(text, lowerName, qsizetype(N - 1));
}

QByteArrayView trimmedOws(QByteArrayView text)
{
    while (!text.isEmpty() && (text.front() == ' ' || text.front() == '\t'))
        text = text.sliced(1);
    while (!text.isEmpty() && (text.back() == ' ' || text.back() == '\t'))
        text.chop(1);
    return text;
}

Verb verbOf(QByteArrayView method)
{
    if (method == "GET")
        return Verb::Get;
    if (method == "POST")
        return Verb::Post;
    if (method == "PUT")
        return Verb::Put;
    if (method == "DELETE")
        return Verb::Delete;
    if (method == "HEAD")
        return Verb::Head;
    if (method == "OPTIONS")
        return Verb::Options;
    return Verb::Other;
}

/// What the head's own headers have said so far.
struct Seen
{
    int hosts = 0;
    int lengths = 0;
    bool transferEncoding = false;
    bool close = false;
    bool keepAlive = false;
};

/// Whether `Accept-Language` puts English before Chinese: the first of the two with the highest weight wins.
bool prefersEnglish(QByteArrayView value)
{
    double best = 0;
    bool english = false;
    while (!value.isEmpty()) {
        const qsizetype end = value.indexOf(',');
        QByteArrayView range = trimmedOws(end < 0 ? value : value.first(end));
        value = end < 0 ? QByteArrayView() : value.sliced(end + 1);
        double weight = 1;
        if (const qsizetype semicolon = range.indexOf(';'); semicolon >= 0) {
            QByteArrayView parameter = trimmedOws(range.sliced(semicolon + 1));
            range = trimmedOws(range.first(semicolon));
            if (parameter.size() > 2 && (parameter[0] == 'q' || parameter[0] == 'Q') && parameter[1] == '=')
                weight = parameter.sliced(2).toDouble();
        }
        const QByteArrayView language = range.first(qMin<qsizetype>(2, range.size()));
        const bool boundary = range.size() <= 2 || range[2] == '-';
        if (!boundary || weight <= best)
            continue;
        if (equals(language, "en") || equals(language, "zh")) {
            best = weight;
            english = equals(language, "en");
        }
    }
    return english;
}

bool readContentLength(QByteArrayView value, Head& head)
{
    if (value.isEmpty() || value.size() > 30)
        return false;
    qint64 length = 0;
    for (const char c : value) {
        if (c < '0' || c > '9')
            return false;
        // Saturates: whatever has so many digits is over every limit.
        length = length > (1ll << 50) ? length : length * 10 + (c - '0');
    }
    head.contentLength = length;
    return true;
}

void readConnection(QByteArrayView value, Seen& seen)
{
    while (!value.isEmpty()) {
        const qsizetype end = value.indexOf(',');
        const QByteArrayView option = trimmedOws(end < 0 ? value : value.first(end));
        value = end < 0 ? QByteArrayView() : value.sliced(end + 1);
        if (equals(option, "close"))
            seen.close = true;
        else if (equals(option, "keep-alive"))
            seen.keepAlive = true;
    }
}

/// The headers that decide how the message is read. @return false when one of them is malformed
bool readFraming(QByteArrayView name, QByteArrayView value, Seen& seen, Head& head, Request& request)
{
    switch (name.size()) {
    case 4:
        if (equals(name, "host"))
            return ++seen.hosts == 1 && all(value, HostChar);
        break;
    case 6:
        if (equals(name, "expect") && equals(value, "100-continue"))
            head.expectsContinue = true;
        break;
    case 10:
        if (equals(name, "connection"))
            readConnection(value, seen);
        break;
    case 12:
        if (equals(name, "x-request-id") && !value.isEmpty() && value.size() <= 64 && request.requestId.isEmpty()) {
            for (const char c : value) {
                if (c < 0x21 || c > 0x7e)
                    return true;
            }
            request.requestId = value.toByteArray();
        }
        break;
    case 14:
        if (equals(name, "content-length"))
            return ++seen.lengths == 1 && readContentLength(value, head);
        break;
    case 15:
        if (equals(name, "accept-language"))
            request.english = prefersEnglish(value);
        break;
    case 17:
        if (equals(name, "transfer-encoding")) {
            // Only "chunked", once: other codings would have to be undone, and a list is how smuggling begins.
            const bool first = !std::exchange(seen.transferEncoding, true);
            head.chunked = first && equals(value, "chunked");
            return head.chunked;
        }
        break;
    default:
        break;
    }
    return true;
}

/// Splits the target into path and query; an absolute-form target loses its scheme and authority (RFC 9112 3.2.2).
bool readTarget(QByteArrayView target, Request& request)
{
    if (target.isEmpty() || !all(target, Target))
        return false;
    if (target == "*") {
        request.path = target;
        return request.verb == Verb::Options;
    }
    if (target.front() != '/') {
        qsizetype authority = 0;
        if (target.size() > 7 && equals(target.first(7), "http://"))
            authority = 7;
        else if (target.size() > 8 && equals(target.first(8), "https://"))
            authority = 8;
        else
            return false;
        target = target.sliced(authority);
        qsizetype end = 0;
        while (end < target.size() && target[end] != '/' && target[end] != '?')
            ++end;
        if (end == 0 || !all(target.first(end), HostChar))
            return false;
        target = target.sliced(end);
        if (target.isEmpty() || target.front() == '?') {
            request.path = "/";
            request.query = target.isEmpty() ? QByteArrayView() : target.sliced(1);
            return true;
        }
    }
    const qsizetype question = target.indexOf('?');
    request.path = question < 0 ? target : target.first(question);
    request.query = question < 0 ? QByteArrayView() : target.sliced(question + 1);
    return true;
}

bool readRequestLine(QByteArrayView line, Request& request)
{
    const qsizetype first = line.indexOf(' ');
    const qsizetype last = line.lastIndexOf(' ');
    if (first <= 0 || last <= first)
        return false;
    const QByteArrayView version = line.sliced(last + 1);
    if (version.size() != 8 || !version.startsWith("HTTP/1.") || version[7] < '0' || version[7] > '9')
        return false;
    request.method = line.first(first);
    if (!all(request.method, Token))
        return false;
    request.http10 = version[7] == '0';
    request.verb = verbOf(request.method);
    return readTarget(line.sliced(first + 1, last - first - 1), request);
}

HeadResult failed(HeadError error)
{
    return {error, {}};
}

} // namespace

HeadResult parseHead(QByteArrayView data, int limitBytes, qsizetype& scanned, Request& request)
{
    request.headerCount = 0;
    request.requestId.clear();
    request.english = false;
    request.query = {};

    const auto* end = static_cast<const char*>(
        data.size() - scanned < 4 ? nullptr
                                  : memmem(data.data() + scanned, size_t(data.size() - scanned), "\r\n\r\n", 4));
    if (!end) {
        if (!data.isEmpty() && !(classes[uchar(data.front())] & Token))
            return failed(HeadError::Malformed); // a TLS hello on the plain port, or noise: no need to wait for more
        const auto* lf = static_cast<const char*>(memchr(data.data() + scanned, '\n', size_t(data.size() - scanned)));
        if (lf && (lf == data.data() || lf[-1] != '\r'))
            return failed(HeadError::Malformed);
        scanned = qMax<qsizetype>(0, data.size() - 3);
        return failed(data.size() > limitBytes ? HeadError::TooLarge : HeadError::NeedMore);
    }

    HeadResult result;
    result.head.bytes = end + 4 - data.data();
    if (result.head.bytes > limitBytes)
        return failed(HeadError::TooLarge);
    Seen seen;
    const char* at = data.data();
    bool first = true;
    while (at <= end) {
        const auto* lineEnd = static_cast<const char*>(memchr(at, '\r', size_t(end + 1 - at)));
        if (!lineEnd || lineEnd[1] != '\n')
            return failed(HeadError::Malformed);
        const QByteArrayView line(at, lineEnd - at);
        at = lineEnd + 2;
        if (first) {
            first = false;
            if (!readRequestLine(line, request))
                return failed(HeadError::Malformed);
            continue;
        }
        qsizetype colon = 0;
        while (colon < line.size() && (classes[uchar(line[colon])] & Token))
            ++colon;
        // A fold, a space before the colon, an empty or bad name all end here.
        if (colon == 0 || colon == line.size() || line[colon] != ':' || !all(line.sliced(colon + 1), Value))
            return failed(HeadError::Malformed);
        if (request.headerCount == Request::maxHeaders)
            return failed(HeadError::TooLarge);
        const QByteArrayView name = line.first(colon);
        const QByteArrayView value = trimmedOws(line.sliced(colon + 1));
        request.headers[size_t(request.headerCount++)] = {name, value};
        if (!readFraming(name, value, seen, result.head, request))
            return failed(HeadError::Malformed);
    }
    if (seen.hosts == 0 && !request.http10)
        return failed(HeadError::Malformed);
    if (seen.transferEncoding && (seen.lengths > 0 || request.http10))
        return failed(HeadError::Malformed); // RFC 9112 6.1: the way requests are smuggled
    request.keepAlive = request.http10 ? seen.keepAlive && !seen.close : !seen.close;
    return result;
}

void readHints(QByteArrayView head, Request& request)
{
    constexpr qsizetype farEnough = 16 * 1024; // a head that is refused for its size is not read to its end
    head = head.first(qMin(head.size(), farEnough));
    Seen seen;
    Head ignored;
    for (;;) {
        const qsizetype end = head.indexOf(QByteArrayView("\r\n"));
        if (end < 0)
            return;
        const QByteArrayView line = head.first(end);
        head = head.sliced(end + 2);
        const qsizetype colon = line.indexOf(':');
        const QByteArrayView name = line.first(qMax<qsizetype>(colon, 0));
        if (equals(name, "x-request-id") || equals(name, "accept-language"))
            readFraming(name, trimmedOws(line.sliced(colon + 1)), seen, ignored, request);
    }
}

void rebase(Request& request, const char* from, const char* to)
{
    const auto move = [from, to](QByteArrayView& view) {
        if (!view.isNull())
            view = QByteArrayView(to + (view.data() - from), view.size());
    };
    move(request.method);
    if (request.path.data() && request.path != "/") // "/" of an absolute form may be a literal
        move(request.path);
    else
        request.path = "/";
    move(request.query);
    for (int i = 0; i < request.headerCount; ++i) {
        move(request.headers[size_t(i)].name);
        move(request.headers[size_t(i)].value);
    }
}

} // namespace zg::http
