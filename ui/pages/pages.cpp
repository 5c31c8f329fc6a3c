// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/pages.h"

#include "ui/pages/databasepage.h"
#include "ui/pages/logspage.h"
#include "ui/pages/nodespage.h"
#include "ui/pages/cachepage.h"
#include "ui/pages/orderspage.h"
#include "ui/pages/overviewpage.h"
#include "ui/pages/productspage.h"
#include "ui/pages/requestspage.h"
#include "ui/pages/salespage.h"
#include "ui/pages/settingspage.h"

#include <QCoreApplication>

namespace zg::ui {

namespace {

template <class P>
Page* make(const PageContext& context, QWidget* parent)
{
    return new P(context, parent);
}

constexpr PageInfo table[] = {
    {"overview", QT_TRANSLATE_NOOP("Pages", "Overview"), "overview", false, make<OverviewPage>},
    {"requests", QT_TRANSLATE_NOOP("Pages", "Requests"), "requests", false, make<RequestsPage>},
    {"database", QT_TRANSLATE_NOOP("Pages", "Database"), "database", false, make<DatabasePage>},
    {"cache", QT_TRANSLATE_NOOP("Pages", "Cache"), "cache", false, make<CachePage>},
    {"products", QT_TRANSLATE_NOOP("Pages", "Products"), "products", true, make<ProductsPage>},
    {"orders", QT_TRANSLATE_NOOP("Pages", "Orders"), "orders", true, make<OrdersPage>},
    {"sales", QT_TRANSLATE_NOOP("Pages", "Sales"), "sales", true, make<SalesPage>},
    {"nodes", QT_TRANSLATE_NOOP("Pages", "Nodes"), "nodes", false, make<NodesPage>},
    {"logs", QT_TRANSLATE_NOOP("Pages", "Logs"), "logs", false, make<LogsPage>, true},
    {"settings", QT_TRANSLATE_NOOP("Pages", "Settings"), "settings", true, make<SettingsPage>},
};

} // namespace

std::span<const PageInfo> pages()
{
    return table;
}

const PageInfo* findPage(QStringView id)
{
    for (const PageInfo& info : table)
        if (id == QLatin1StringView(info.id))
            return &info;
    return nullptr;
}

QString pageTitle(const PageInfo& info)
{
    return QCoreApplication::translate("Pages", info.title);
}

} // namespace zg::ui
