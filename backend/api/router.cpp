// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/router.h"

#include "api/params.h"

#include <cstring>

namespace zg::api {

namespace {

constexpr size_t maxPath = 128; // longer than any route with a 19-digit id

bool isNumber(std::string_view text)
{
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string_view view(QByteArrayView bytes)
{
    return {bytes.data(), size_t(bytes.size())};
}

QByteArray allowLine(const Router::Place& place)
{
    static constexpr const char* names[] = {"GET, HEAD", "POST", "PUT", "DELETE"};
    QByteArray line = "Allow: ";
    for (size_t verb = 0; verb < place.byVerb.size(); ++verb) {
        if (place.byVerb[verb])
            line += QByteArray(names[verb]) + ", ";
    }
    return line + "OPTIONS\r\n";
}

} // namespace

const Route* Router::Place::route(http::Verb verb) const
{
    switch (verb) {
    case http::Verb::Get:
    case http::Verb::Head:
        return byVerb[0];
    case http::Verb::Post:
        return byVerb[1];
    case http::Verb::Put:
        return byVerb[2];
    case http::Verb::Delete:
        return byVerb[3];
    case http::Verb::Options:
    case http::Verb::Other:
        break;
    }
    return nullptr;
}

Router::Router(std::span<const Route> routes)
    : m_routes(routes)
{
    for (const Route& route : routes) {
        if (route.path)
            m_places[route.path].byVerb[size_t(route.verb)] = &route;
        if (route.action)
            m_actions.emplace(route.action, &route);
    }
    for (auto& [path, place] : m_places)
        place.allow = allowLine(place);
}

Router::Match Router::match(QByteArrayView path) const
{
    // A segment of digits is the {id} of the pattern; everything else is literal, so /products/abc is nobody's path.
    const std::string_view text = view(path);
    if (text.empty() || text.front() != '/' || text.size() > maxPath)
        return {};
    char key[maxPath + 8];
    size_t size = 0;
    qint64 id = 0;
    for (size_t at = 0; at < text.size();) {
        const size_t end = std::min(text.find('/', at + 1), text.size());
        std::string_view segment = text.substr(at + 1, end - at - 1);
        if (isNumber(segment)) {
            const auto number = parseInteger(QByteArrayView(segment.data(), qsizetype(segment.size())));
            if (id != 0 || !number || *number < 1)
                return {};
            id = *number;
            segment = "{id}";
        } else if (segment.starts_with('{')) {
            return {}; // nobody means the pattern itself
        }
        key[size++] = '/';
        std::memcpy(key + size, segment.data(), segment.size());
        size += segment.size();
        at = end;
    }
    const auto place = m_places.find(std::string_view(key, size));
    if (place == m_places.end())
        return {};
    return {&place->second, id};
}

const Route* Router::action(QByteArrayView name) const
{
    const auto found = m_actions.find(view(name));
    return found == m_actions.end() ? nullptr : found->second;
}

} // namespace zg::api
