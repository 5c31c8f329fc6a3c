// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/pgaddress.h"

#include "core/settings.h"

#include <libpq-fe.h>

#include <memory>

namespace zg::sql {

using namespace Qt::StringLiterals;

Result<QList<PgAddress>> pgAddresses(const QString& url)
{
    char* words = nullptr;
    const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> parsed(
        PQconninfoParse(url.toUtf8().constData(), &words), PQconninfoFree);
    const std::unique_ptr<char, decltype(&PQfreemem)> freed(words, PQfreemem);
    if (!parsed) // libpq quotes what it could not read, which may hold the password
        return Error::invalid(u"database"_s,
                              u"--database: %1 is no address of a PostgreSQL"_s.arg(withoutPassword(url)));
    PgAddress common;
    QByteArray hosts = "127.0.0.1", ports = "5432", name;
    for (const PQconninfoOption* option = parsed.get(); option->keyword; ++option) {
        if (!option->val)
            continue;
        const QByteArray keyword(option->keyword), value(option->val);
        if (keyword == "host")
            hosts = value;
        else if (keyword == "port")
            ports = value;
        else
            common.options.append({keyword, value});
        if (keyword == "dbname")
            name = value;
    }
    const auto hostList = hosts.split(',');
    const auto portList = ports.split(',');
    if (portList.size() != 1 && portList.size() != hostList.size())
        return Error::invalid(
            u"database"_s, u"--database: it names %1 hosts and %2 ports"_s.arg(hostList.size()).arg(portList.size()));
    QList<PgAddress> addresses;
    for (qsizetype i = 0; i < hostList.size(); ++i) {
        PgAddress address = common;
        QByteArray port = portList.at(portList.size() == 1 ? 0 : i);
        if (port.isEmpty())
            port = "5432";
        address.options.append({"host", hostList.at(i)});
        address.options.append({"port", port});
        address.shown = QString::fromUtf8(hostList.at(i) + ':' + port + '/' + name);
        addresses.append(address);
    }
    return addresses;
}

} // namespace zg::sql
