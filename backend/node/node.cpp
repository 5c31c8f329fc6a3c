// SPDX-License-Identifier: GPL-3.0-or-later
#include "node/node.h"

#include "core/logging.h"
#include "node/admindesks.h"
#include "node/datafolder.h"
#include "node/desks.h"
#include "node/keeper.h"
#include "node/settingbook.h"
#include "node/settingdesk.h"

#include <QFile>

#include <mutex>
#include <vector>

namespace zg::node {

using namespace Qt::StringLiterals;

/// In build order: the keeper goes first, then the desks, then the thread below them.
class Node::Private
{
public:
    Private(Node& node, LoadedSettings settings)
        : book(std::move(settings))
        , settings(session, book)
        , staff(session)
        , products(session)
        , orders(session)
        , database(session)
        , admin(session)
        , cache(session)
        , accounts(session)
        , operations(session)
        , keeper(session, [this, &node](State state) {
            {
                const std::lock_guard lock(mutex);
                states.push_back(state);
            }
            QMetaObject::invokeMethod(&node, "tellStates", Qt::QueuedConnection);
        })
    {
    }
    void rememberDemo();

    std::mutex mutex;          // guards states
    std::vector<State> states; // reached, and not told yet
    SettingBook book;
    SettingDeskImpl settings; // before the session's thread, which works on it to the last
    bool hasChosenDemo = false;
    DeskSession session;
    StaffDeskImpl staff;
    ProductDeskImpl products;
    OrderDeskImpl orders;
    DatabaseDeskImpl database;
    AdminDeskImpl admin;
    CacheDeskImpl cache;
    AccountDeskImpl accounts;
    OperationDeskImpl operations;
    Keeper keeper;
};

/// The window asks for the demo store once; the settings file in the data folder says it from then on.
void Node::Private::rememberDemo()
{
    hasChosenDemo = false;
    LoadedSettings loaded = book.wanted();
    const auto folder = prepareStoreFolders(loaded.settings);
    QFile file(dataFolder(loaded.settings) + u"/zhanggui.ini"_s);
    if (!folder || file.exists())
        return;
    const QByteArray text = "# Written on the first start, when the demo store was chosen.\ndemo = true\n";
    const bool isWritten = file.open(QIODevice::WriteOnly) && file.write(text) == text.size() &&
                           file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    if (!isWritten) {
        qCWarning(lcNode, "%ls cannot be written: the next start needs --demo", qUtf16Printable(file.fileName()));
        return;
    }
    for (const QString& key : {u"demo"_s, u"payment"_s}) // as the next start reads it
        loaded.sources[key] = SettingSource::File;
    loaded.file = file.fileName();
    loaded.inFile.insert(u"demo"_s, u"true"_s);
    book.adopt(loaded);
}

void Node::tellStates()
{
    std::vector<State> states;
    {
        const std::lock_guard lock(d->mutex);
        states.swap(d->states);
    }
    for (const State state : states)
        Q_EMIT stateChanged(state);
}

Node::Node(LoadedSettings settings, QObject* parent)
    : QObject(parent)
    , d(std::make_unique<Private>(*this, std::move(settings)))
{
    qRegisterMetaType<zg::node::State>();
}

Node::~Node() = default;

bool Node::isFirstStart() const
{
    const LoadedSettings loaded = d->book.wanted();
    const auto& sources = loaded.sources; // who says --demo, or names the admin's password, has chosen already
    return isStoreEmpty(loaded.settings) && !sources.contains(u"demo"_s) && !sources.contains(u"admin-password"_s);
}

void Node::chooseBeginning(bool demo, const QByteArray& adminPassword)
{
    d->hasChosenDemo = demo && !d->book.wanted().settings.shop.demo;
    d->book.choose(demo, adminPassword);
}

void Node::start()
{
    if (d->hasChosenDemo)
        d->rememberDemo();
    d->keeper.start(d->book.begin());
}

void Node::stop()
{
    d->keeper.stop();
}

void Node::stopAndWait()
{
    d->keeper.stop();
    d->keeper.waitUntilStopped();
}

void Node::reloadCertificate()
{
    d->keeper.reloadCertificate();
}

void Node::keepFlight(const LogRing& log)
{
    d->keeper.keepFlight(log);
}

Answer<QString> Node::writeFlight(FlightReason reason)
{
    return d->keeper.writeFlight(reason);
}

QString Node::crashRecording() const
{
    return d->keeper.crashRecording();
}

State Node::state() const
{
    return d->keeper.state();
}

QString Node::address() const
{
    return d->keeper.address();
}

Error Node::problem() const
{
    return d->keeper.problem();
}

Snapshot Node::snapshot() const
{
    return d->keeper.snapshot();
}

QList<Sample> Node::series(Resolution resolution, int count) const
{
    const auto& series = d->keeper.series();
    return resolution == Resolution::Second ? series.seconds(count) : series.minutes(count);
}

QList<Marker> Node::markers() const
{
    return d->keeper.series().markers();
}

std::optional<KeptRequests> Node::requests(quint64 revision) const
{
    return d->keeper.requests(revision);
}

QList<SettingInfo> Node::settings() const
{
    return d->book.list();
}

QStringList Node::hints() const
{
    return d->keeper.hints();
}

AccountDesk& Node::accounts()
{
    return d->accounts;
}

OperationDesk& Node::operations()
{
    return d->operations;
}

SettingDesk& Node::settingDesk()
{
    return d->settings;
}

StaffDesk& Node::staff()
{
    return d->staff;
}

ProductDesk& Node::products()
{
    return d->products;
}

OrderDesk& Node::orders()
{
    return d->orders;
}

DatabaseDesk& Node::database()
{
    return d->database;
}

AdminDesk& Node::admin()
{
    return d->admin;
}

CacheDesk& Node::cache()
{
    return d->cache;
}

} // namespace zg::node
