// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace zg {

class LogRing;

/// While it lives, whatever any thread logs goes into the ring, too, before it is written as ever. One at a time: the
/// message handler of Qt is the process's.
/// Thread: main.
class LogTap final
{
public:
    explicit LogTap(LogRing& ring);
    ~LogTap(); ///< no line reaches the ring any more
    Q_DISABLE_COPY_MOVE(LogTap)
};

} // namespace zg
