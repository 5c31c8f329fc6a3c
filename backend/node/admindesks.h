// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "node/desk.h"
#include "node/desksession.h"

namespace zg::node {

/// Thread: main.
class AccountDeskImpl final : public AccountDesk
{
public:
    explicit AccountDeskImpl(DeskSession& session)
        : m_session(session)
    {
    }
    Answer<QList<StaffAccount>> list() override;
    Answer<StaffAccount> create(const QString& username, const AccountEdit& edit) override;
    Answer<StaffAccount> change(UserId id, const AccountEdit& edit) override;
    Answer<int> endSessions(UserId id) override;

private:
    DeskSession& m_session;
};

/// Thread: main.
class OperationDeskImpl final : public OperationDesk
{
public:
    explicit OperationDeskImpl(DeskSession& session)
        : m_session(session)
    {
    }
    Answer<shop::Page<Operation>> list(const OperationFilter& filter, const QByteArray& cursor, int limit) override;

private:
    DeskSession& m_session;
};

} // namespace zg::node
