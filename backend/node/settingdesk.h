// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "node/desk.h"
#include "node/desksession.h"

#include <mutex>

namespace zg::node {

class SettingBook;

/// Thread: main; the file is read and written on the desk's thread.
class SettingDeskImpl final : public SettingDesk
{
public:
    SettingDeskImpl(DeskSession& session, SettingBook& book)
        : m_session(session)
        , m_book(book)
    {
    }
    Answer<SettingChange> change(const QString& key, const std::optional<QString>& value) override;

private:
    Task<Result<SettingChange>> changeWith(NodeCore* core, QString key, std::optional<QString> value);
    Task<void> writeDown(NodeCore* core);

    /// What was done and is not written down yet: the database is for later, when no node serves.
    struct Waiting
    {
        audit::Actor by;
        Operation operation;
    };
    DeskSession& m_session;
    SettingBook& m_book;
    QList<Waiting> m_waiting; // the desk's thread alone
};

} // namespace zg::node
