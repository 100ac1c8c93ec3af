// SPDX-License-Identifier: Apache-2.0
// Every command: X(symbol), where cmd_symbol is defined in the command's file. Sorted, one a line, for easy merging.
#ifndef COMMANDS_H
#define COMMANDS_H
#include "lib/coreutils.h"
#define COMMANDS(X) \
    X(bracket) X(arch) X(base32) X(base64) X(basename) X(cat) X(chgrp) X(chmod) X(chown) X(cksum) X(cmp) X(comm) \
    X(cp) X(cut) X(date) X(dd) X(diff) X(dirname) X(du) X(echo) X(env) X(expand) X(expr) X(false) X(find) X(fold) X(free) \
    X(grep) X(groups) X(head) X(hostname) X(httpd) X(id) X(install) X(kill) X(less) X(link) X(ln) X(logname) X(ls) \
    X(md5sum) X(mkdir) X(mkfifo) X(mknod) X(mktemp) X(more) X(mv) X(nc) X(nice) X(nl) X(nohup) X(nproc) X(od) \
    X(paste) X(printenv) X(printf) X(ps) X(pstree) X(pwd) X(readlink) X(realpath) X(renice) X(rev) X(rm) X(rmdir) \
    X(sed) X(seq) X(sha1sum) X(sha224sum) X(sha256sum) X(sha384sum) X(sha512sum) X(shuf) X(sleep) X(sort) X(split) \
    X(stat) X(stty) X(sum) X(sync) X(tac) X(tail) X(tee) X(test) X(time) X(timeout) X(top) X(touch) X(tr) X(true) \
    X(truncate) X(tty) X(uname) X(unexpand) X(uniq) X(unlink) X(uptime) X(vi) X(wc) X(wget) X(which) X(whoami) \
    X(xargs) X(yes)
#endif
