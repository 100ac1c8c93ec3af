// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.wsh.kernel.Kernel;
import org.wsh.kernel.Ledger;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.OpenFlags;

/** A machine's pseudo-terminals: what {@code /dev/ptmx} makes and {@code /dev/pts} lists. Thread-safe. */
public final class PseudoTerminals {
    /** At once: the default of Linux's kernel.pty.max. */
    public static final int MOST = 4096;

    private final Kernel kernel;
    private final Ledger.Account account;

    /** By number. Guarded by this object's monitor; nothing else is taken under it but the account. */
    private final TreeMap<Integer, PseudoTerminal> open = new TreeMap<>();

    public PseudoTerminals(Kernel kernel) {
        this.kernel = kernel;
        account = kernel.ledger().account("pseudo-terminals");
    }

    /** posix_openpt(): a new one, with the lowest free number, locked. ENOSPC: there are too many; ENOMEM. */
    public synchronized PseudoTerminal open(OpenFlags flags, int owner) {
        int number = 0;
        while (open.containsKey(number)) {
            number++;
        }
        if (number >= MOST) {
            throw new ErrnoException(Errno.ENOSPC);
        }
        if (!account.reserve(LineDiscipline.MOST_BYTES)) {
            throw new ErrnoException(Errno.ENOMEM);
        }
        var master = new PseudoTerminal(this, kernel, flags, number, owner);
        open.put(number, master);
        return master;
    }

    synchronized void closed(PseudoTerminal master) {
        open.remove(master.number());
        account.release(LineDiscipline.MOST_BYTES);
    }

    /** The one with that number; null if there is none. */
    public synchronized PseudoTerminal find(int number) {
        return open.get(number);
    }

    /** The numbers in use, in order. */
    public synchronized List<Integer> numbers() {
        return new ArrayList<>(open.keySet());
    }
}
