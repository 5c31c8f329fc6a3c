// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/route.h"
#include "http/request.h"

#include <QByteArray>

#include <array>
#include <span>
#include <string>
#include <unordered_map>

namespace zg::api {

/// Looks paths and actions up in the table of routes. Only listed routes are reachable.
/// Thread: any, once built.
class Router final
{
public:
    /// What stands under one path, whatever the verb.
    struct Place
    {
        std::array<const Route*, 4> byVerb{}; ///< Get, Post, Put, Delete
        QByteArray allow;                     ///< "Allow: GET, HEAD, OPTIONS\r\n"

        /// HEAD is answered like GET. nullptr: another verb is wanted here.
        const Route* route(http::Verb verb) const;
    };
    struct Match
    {
        const Place* place = nullptr; ///< nullptr: no such path, or its id is no positive integer
        qint64 id = 0;                ///< the path's {id}; 0 when it has none
    };

    explicit Router(std::span<const Route> routes);
    Q_DISABLE_COPY_MOVE(Router)

    Match match(QByteArrayView path) const;
    const Route* action(QByteArrayView name) const; ///< nullptr: unknown
    int indexOf(const Route& route) const { return int(&route - m_routes.data()); }
    std::span<const Route> routes() const { return m_routes; }

private:
    struct Hash
    {
        using is_transparent = void;
        size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>()(text); }
    };
    template <class T>
    using Table = std::unordered_map<std::string, T, Hash, std::equal_to<>>;

    const std::span<const Route> m_routes;
    Table<Place> m_places;
    Table<const Route*> m_actions;
};

} // namespace zg::api
