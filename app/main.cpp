// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commandline.h"
#include "app/process.h"

int main(int argc, char** argv)
{
    zg::app::prepareProcess();
    return zg::app::runCommandLine(argc, argv);
}
