// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace zg::app {

/// One command of the program. The arguments are what follows its name; the answer is the exit code.
struct Command
{
    QStringView name;
    QStringView usage; ///< "user add NAME --role ROLE [settings]"
    QStringView summary;
    int (*run)(const QStringList& arguments);
    bool takesSettings = true;
};

int runConsoleCommand(const QStringList& arguments);
int runOpen(const QStringList& arguments);
int runServe(const QStringList& arguments);
int runUser(const QStringList& arguments);
int runBackup(const QStringList& arguments);
int runRestore(const QStringList& arguments);
int runTransfer(const QStringList& arguments);

} // namespace zg::app
