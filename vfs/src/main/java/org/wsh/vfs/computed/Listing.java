// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs.computed;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.wsh.vfs.Caller;

/** A directory of fixed names. Thread-safe. */
public final class Listing implements Node.Directory {
    private final ConcurrentHashMap<String, Node> nodes = new ConcurrentHashMap<>();

    /** Adds or replaces. Returns this. */
    public Listing add(String name, Node node) {
        if (name.isEmpty() || name.equals(".") || name.equals("..") || name.indexOf('/') >= 0) {
            throw new IllegalArgumentException("not a file name: " + name);
        }
        nodes.put(name, node);
        return this;
    }

    public void remove(String name) {
        nodes.remove(name);
    }

    @Override
    public int mode() {
        return 0755;
    }

    @Override
    public Node lookup(Caller caller, String name) {
        return nodes.get(name);
    }

    @Override
    public List<String> list(Caller caller) {
        return new ArrayList<>(nodes.keySet());
    }

    @Override
    public boolean lasting() {
        return true;
    }
}
