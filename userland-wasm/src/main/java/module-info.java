// SPDX-License-Identifier: Apache-2.0

/** Floor 4: the programs of the root image. */
module org.wsh.userland {
    requires transitive org.wsh.engine;
    requires transitive org.wsh.vfs;
    // At build time: what the image's code is bound to.
    requires org.wsh.wasix;

    exports org.wsh.userland;
    // The engine calls the code that the build compiled.
    exports org.wsh.userland.code to org.wsh.engine;
}
