/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * The system calls of x86-64 Linux up to 6.18 by number, and those of its 32-bit mode, which has numbers of its own.
 * A test holds them against the C library's and the running kernel's.
 */
#pragma once

#ifndef __TARGET_ARCH_x86
#error "list this architecture's system calls here"
#endif

#define SYSCALLS(S)                                                                                 \
	S(0, read) S(1, write) S(2, open) S(3, close) S(4, stat) S(5, fstat) S(6, lstat) S(7, poll) S(8, lseek) \
	S(9, mmap) S(10, mprotect) S(11, munmap) S(12, brk) S(13, rt_sigaction) S(14, rt_sigprocmask) \
	S(15, rt_sigreturn) S(16, ioctl) S(17, pread64) S(18, pwrite64) S(19, readv) S(20, writev) \
	S(21, access) S(22, pipe) S(23, select) S(24, sched_yield) S(25, mremap) S(26, msync) S(27, mincore) \
	S(28, madvise) S(29, shmget) S(30, shmat) S(31, shmctl) S(32, dup) S(33, dup2) S(34, pause) \
	S(35, nanosleep) S(36, getitimer) S(37, alarm) S(38, setitimer) S(39, getpid) S(40, sendfile) \
	S(41, socket) S(42, connect) S(43, accept) S(44, sendto) S(45, recvfrom) S(46, sendmsg) S(47, recvmsg) \
	S(48, shutdown) S(49, bind) S(50, listen) S(51, getsockname) S(52, getpeername) S(53, socketpair) \
	S(54, setsockopt) S(55, getsockopt) S(56, clone) S(57, fork) S(58, vfork) S(59, execve) S(60, exit) \
	S(61, wait4) S(62, kill) S(63, uname) S(64, semget) S(65, semop) S(66, semctl) S(67, shmdt) \
	S(68, msgget) S(69, msgsnd) S(70, msgrcv) S(71, msgctl) S(72, fcntl) S(73, flock) S(74, fsync) \
	S(75, fdatasync) S(76, truncate) S(77, ftruncate) S(78, getdents) S(79, getcwd) S(80, chdir) \
	S(81, fchdir) S(82, rename) S(83, mkdir) S(84, rmdir) S(85, creat) S(86, link) S(87, unlink) \
	S(88, symlink) S(89, readlink) S(90, chmod) S(91, fchmod) S(92, chown) S(93, fchown) S(94, lchown) \
	S(95, umask) S(96, gettimeofday) S(97, getrlimit) S(98, getrusage) S(99, sysinfo) S(100, times) \
	S(101, ptrace) S(102, getuid) S(103, syslog) S(104, getgid) S(105, setuid) S(106, setgid) \
	S(107, geteuid) S(108, getegid) S(109, setpgid) S(110, getppid) S(111, getpgrp) S(112, setsid) \
	S(113, setreuid) S(114, setregid) S(115, getgroups) S(116, setgroups) S(117, setresuid) \
	S(118, getresuid) S(119, setresgid) S(120, getresgid) S(121, getpgid) S(122, setfsuid) S(123, setfsgid) \
	S(124, getsid) S(125, capget) S(126, capset) S(127, rt_sigpending) S(128, rt_sigtimedwait) \
	S(129, rt_sigqueueinfo) S(130, rt_sigsuspend) S(131, sigaltstack) S(132, utime) S(133, mknod) \
	S(134, uselib) S(135, personality) S(136, ustat) S(137, statfs) S(138, fstatfs) S(139, sysfs) \
	S(140, getpriority) S(141, setpriority) S(142, sched_setparam) S(143, sched_getparam) \
	S(144, sched_setscheduler) S(145, sched_getscheduler) S(146, sched_get_priority_max) \
	S(147, sched_get_priority_min) S(148, sched_rr_get_interval) S(149, mlock) S(150, munlock) \
	S(151, mlockall) S(152, munlockall) S(153, vhangup) S(154, modify_ldt) S(155, pivot_root) \
	S(156, _sysctl) S(157, prctl) S(158, arch_prctl) S(159, adjtimex) S(160, setrlimit) S(161, chroot) \
	S(162, sync) S(163, acct) S(164, settimeofday) S(165, mount) S(166, umount2) S(167, swapon) \
	S(168, swapoff) S(169, reboot) S(170, sethostname) S(171, setdomainname) S(172, iopl) S(173, ioperm) \
	S(174, create_module) S(175, init_module) S(176, delete_module) S(177, get_kernel_syms) \
	S(178, query_module) S(179, quotactl) S(180, nfsservctl) S(181, getpmsg) S(182, putpmsg) \
	S(183, afs_syscall) S(184, tuxcall) S(185, security) S(186, gettid) S(187, readahead) S(188, setxattr) \
	S(189, lsetxattr) S(190, fsetxattr) S(191, getxattr) S(192, lgetxattr) S(193, fgetxattr) \
	S(194, listxattr) S(195, llistxattr) S(196, flistxattr) S(197, removexattr) S(198, lremovexattr) \
	S(199, fremovexattr) S(200, tkill) S(201, time) S(202, futex) S(203, sched_setaffinity) \
	S(204, sched_getaffinity) S(205, set_thread_area) S(206, io_setup) S(207, io_destroy) \
	S(208, io_getevents) S(209, io_submit) S(210, io_cancel) S(211, get_thread_area) S(212, lookup_dcookie) \
	S(213, epoll_create) S(214, epoll_ctl_old) S(215, epoll_wait_old) S(216, remap_file_pages) \
	S(217, getdents64) S(218, set_tid_address) S(219, restart_syscall) S(220, semtimedop) S(221, fadvise64) \
	S(222, timer_create) S(223, timer_settime) S(224, timer_gettime) S(225, timer_getoverrun) \
	S(226, timer_delete) S(227, clock_settime) S(228, clock_gettime) S(229, clock_getres) \
	S(230, clock_nanosleep) S(231, exit_group) S(232, epoll_wait) S(233, epoll_ctl) S(234, tgkill) \
	S(235, utimes) S(236, vserver) S(237, mbind) S(238, set_mempolicy) S(239, get_mempolicy) \
	S(240, mq_open) S(241, mq_unlink) S(242, mq_timedsend) S(243, mq_timedreceive) S(244, mq_notify) \
	S(245, mq_getsetattr) S(246, kexec_load) S(247, waitid) S(248, add_key) S(249, request_key) \
	S(250, keyctl) S(251, ioprio_set) S(252, ioprio_get) S(253, inotify_init) S(254, inotify_add_watch) \
	S(255, inotify_rm_watch) S(256, migrate_pages) S(257, openat) S(258, mkdirat) S(259, mknodat) \
	S(260, fchownat) S(261, futimesat) S(262, newfstatat) S(263, unlinkat) S(264, renameat) S(265, linkat) \
	S(266, symlinkat) S(267, readlinkat) S(268, fchmodat) S(269, faccessat) S(270, pselect6) S(271, ppoll) \
	S(272, unshare) S(273, set_robust_list) S(274, get_robust_list) S(275, splice) S(276, tee) \
	S(277, sync_file_range) S(278, vmsplice) S(279, move_pages) S(280, utimensat) S(281, epoll_pwait) \
	S(282, signalfd) S(283, timerfd_create) S(284, eventfd) S(285, fallocate) S(286, timerfd_settime) \
	S(287, timerfd_gettime) S(288, accept4) S(289, signalfd4) S(290, eventfd2) S(291, epoll_create1) \
	S(292, dup3) S(293, pipe2) S(294, inotify_init1) S(295, preadv) S(296, pwritev) \
	S(297, rt_tgsigqueueinfo) S(298, perf_event_open) S(299, recvmmsg) S(300, fanotify_init) \
	S(301, fanotify_mark) S(302, prlimit64) S(303, name_to_handle_at) S(304, open_by_handle_at) \
	S(305, clock_adjtime) S(306, syncfs) S(307, sendmmsg) S(308, setns) S(309, getcpu) \
	S(310, process_vm_readv) S(311, process_vm_writev) S(312, kcmp) S(313, finit_module) \
	S(314, sched_setattr) S(315, sched_getattr) S(316, renameat2) S(317, seccomp) S(318, getrandom) \
	S(319, memfd_create) S(320, kexec_file_load) S(321, bpf) S(322, execveat) S(323, userfaultfd) \
	S(324, membarrier) S(325, mlock2) S(326, copy_file_range) S(327, preadv2) S(328, pwritev2) \
	S(329, pkey_mprotect) S(330, pkey_alloc) S(331, pkey_free) S(332, statx) S(333, io_pgetevents) \
	S(334, rseq) S(335, uretprobe) S(336, uprobe) S(424, pidfd_send_signal) S(425, io_uring_setup) \
	S(426, io_uring_enter) S(427, io_uring_register) S(428, open_tree) S(429, move_mount) S(430, fsopen) \
	S(431, fsconfig) S(432, fsmount) S(433, fspick) S(434, pidfd_open) S(435, clone3) S(436, close_range) \
	S(437, openat2) S(438, pidfd_getfd) S(439, faccessat2) S(440, process_madvise) S(441, epoll_pwait2) \
	S(442, mount_setattr) S(443, quotactl_fd) S(444, landlock_create_ruleset) S(445, landlock_add_rule) \
	S(446, landlock_restrict_self) S(447, memfd_secret) S(448, process_mrelease) S(449, futex_waitv) \
	S(450, set_mempolicy_home_node) S(451, cachestat) S(452, fchmodat2) S(453, map_shadow_stack) \
	S(454, futex_wake) S(455, futex_wait) S(456, futex_requeue) S(457, statmount) S(458, listmount) \
	S(459, lsm_get_self_attr) S(460, lsm_set_self_attr) S(461, lsm_list_modules) S(462, mseal) \
	S(463, setxattrat) S(464, getxattrat) S(465, listxattrat) S(466, removexattrat) S(467, open_tree_attr) \
	S(468, file_getattr) S(469, file_setattr)

#define SYSCALLS_IA32(S)                                                                            \
	S(0, restart_syscall) S(1, exit) S(2, fork) S(3, read) S(4, write) S(5, open) S(6, close) S(7, waitpid) \
	S(8, creat) S(9, link) S(10, unlink) S(11, execve) S(12, chdir) S(13, time) S(14, mknod) S(15, chmod) \
	S(16, lchown) S(17, break) S(18, oldstat) S(19, lseek) S(20, getpid) S(21, mount) S(22, umount) \
	S(23, setuid) S(24, getuid) S(25, stime) S(26, ptrace) S(27, alarm) S(28, oldfstat) S(29, pause) \
	S(30, utime) S(31, stty) S(32, gtty) S(33, access) S(34, nice) S(35, ftime) S(36, sync) S(37, kill) \
	S(38, rename) S(39, mkdir) S(40, rmdir) S(41, dup) S(42, pipe) S(43, times) S(44, prof) S(45, brk) \
	S(46, setgid) S(47, getgid) S(48, signal) S(49, geteuid) S(50, getegid) S(51, acct) S(52, umount2) \
	S(53, lock) S(54, ioctl) S(55, fcntl) S(56, mpx) S(57, setpgid) S(58, ulimit) S(59, oldolduname) \
	S(60, umask) S(61, chroot) S(62, ustat) S(63, dup2) S(64, getppid) S(65, getpgrp) S(66, setsid) \
	S(67, sigaction) S(68, sgetmask) S(69, ssetmask) S(70, setreuid) S(71, setregid) S(72, sigsuspend) \
	S(73, sigpending) S(74, sethostname) S(75, setrlimit) S(76, getrlimit) S(77, getrusage) \
	S(78, gettimeofday) S(79, settimeofday) S(80, getgroups) S(81, setgroups) S(82, select) S(83, symlink) \
	S(84, oldlstat) S(85, readlink) S(86, uselib) S(87, swapon) S(88, reboot) S(89, readdir) S(90, mmap) \
	S(91, munmap) S(92, truncate) S(93, ftruncate) S(94, fchmod) S(95, fchown) S(96, getpriority) \
	S(97, setpriority) S(98, profil) S(99, statfs) S(100, fstatfs) S(101, ioperm) S(102, socketcall) \
	S(103, syslog) S(104, setitimer) S(105, getitimer) S(106, stat) S(107, lstat) S(108, fstat) \
	S(109, olduname) S(110, iopl) S(111, vhangup) S(112, idle) S(113, vm86old) S(114, wait4) \
	S(115, swapoff) S(116, sysinfo) S(117, ipc) S(118, fsync) S(119, sigreturn) S(120, clone) \
	S(121, setdomainname) S(122, uname) S(123, modify_ldt) S(124, adjtimex) S(125, mprotect) \
	S(126, sigprocmask) S(127, create_module) S(128, init_module) S(129, delete_module) \
	S(130, get_kernel_syms) S(131, quotactl) S(132, getpgid) S(133, fchdir) S(134, bdflush) S(135, sysfs) \
	S(136, personality) S(137, afs_syscall) S(138, setfsuid) S(139, setfsgid) S(140, _llseek) \
	S(141, getdents) S(142, _newselect) S(143, flock) S(144, msync) S(145, readv) S(146, writev) \
	S(147, getsid) S(148, fdatasync) S(149, _sysctl) S(150, mlock) S(151, munlock) S(152, mlockall) \
	S(153, munlockall) S(154, sched_setparam) S(155, sched_getparam) S(156, sched_setscheduler) \
	S(157, sched_getscheduler) S(158, sched_yield) S(159, sched_get_priority_max) \
	S(160, sched_get_priority_min) S(161, sched_rr_get_interval) S(162, nanosleep) S(163, mremap) \
	S(164, setresuid) S(165, getresuid) S(166, vm86) S(167, query_module) S(168, poll) S(169, nfsservctl) \
	S(170, setresgid) S(171, getresgid) S(172, prctl) S(173, rt_sigreturn) S(174, rt_sigaction) \
	S(175, rt_sigprocmask) S(176, rt_sigpending) S(177, rt_sigtimedwait) S(178, rt_sigqueueinfo) \
	S(179, rt_sigsuspend) S(180, pread64) S(181, pwrite64) S(182, chown) S(183, getcwd) S(184, capget) \
	S(185, capset) S(186, sigaltstack) S(187, sendfile) S(188, getpmsg) S(189, putpmsg) S(190, vfork) \
	S(191, ugetrlimit) S(192, mmap2) S(193, truncate64) S(194, ftruncate64) S(195, stat64) S(196, lstat64) \
	S(197, fstat64) S(198, lchown32) S(199, getuid32) S(200, getgid32) S(201, geteuid32) S(202, getegid32) \
	S(203, setreuid32) S(204, setregid32) S(205, getgroups32) S(206, setgroups32) S(207, fchown32) \
	S(208, setresuid32) S(209, getresuid32) S(210, setresgid32) S(211, getresgid32) S(212, chown32) \
	S(213, setuid32) S(214, setgid32) S(215, setfsuid32) S(216, setfsgid32) S(217, pivot_root) \
	S(218, mincore) S(219, madvise) S(220, getdents64) S(221, fcntl64) S(224, gettid) S(225, readahead) \
	S(226, setxattr) S(227, lsetxattr) S(228, fsetxattr) S(229, getxattr) S(230, lgetxattr) \
	S(231, fgetxattr) S(232, listxattr) S(233, llistxattr) S(234, flistxattr) S(235, removexattr) \
	S(236, lremovexattr) S(237, fremovexattr) S(238, tkill) S(239, sendfile64) S(240, futex) \
	S(241, sched_setaffinity) S(242, sched_getaffinity) S(243, set_thread_area) S(244, get_thread_area) \
	S(245, io_setup) S(246, io_destroy) S(247, io_getevents) S(248, io_submit) S(249, io_cancel) \
	S(250, fadvise64) S(252, exit_group) S(253, lookup_dcookie) S(254, epoll_create) S(255, epoll_ctl) \
	S(256, epoll_wait) S(257, remap_file_pages) S(258, set_tid_address) S(259, timer_create) \
	S(260, timer_settime) S(261, timer_gettime) S(262, timer_getoverrun) S(263, timer_delete) \
	S(264, clock_settime) S(265, clock_gettime) S(266, clock_getres) S(267, clock_nanosleep) \
	S(268, statfs64) S(269, fstatfs64) S(270, tgkill) S(271, utimes) S(272, fadvise64_64) S(273, vserver) \
	S(274, mbind) S(275, get_mempolicy) S(276, set_mempolicy) S(277, mq_open) S(278, mq_unlink) \
	S(279, mq_timedsend) S(280, mq_timedreceive) S(281, mq_notify) S(282, mq_getsetattr) S(283, kexec_load) \
	S(284, waitid) S(286, add_key) S(287, request_key) S(288, keyctl) S(289, ioprio_set) S(290, ioprio_get) \
	S(291, inotify_init) S(292, inotify_add_watch) S(293, inotify_rm_watch) S(294, migrate_pages) \
	S(295, openat) S(296, mkdirat) S(297, mknodat) S(298, fchownat) S(299, futimesat) S(300, fstatat64) \
	S(301, unlinkat) S(302, renameat) S(303, linkat) S(304, symlinkat) S(305, readlinkat) S(306, fchmodat) \
	S(307, faccessat) S(308, pselect6) S(309, ppoll) S(310, unshare) S(311, set_robust_list) \
	S(312, get_robust_list) S(313, splice) S(314, sync_file_range) S(315, tee) S(316, vmsplice) \
	S(317, move_pages) S(318, getcpu) S(319, epoll_pwait) S(320, utimensat) S(321, signalfd) \
	S(322, timerfd_create) S(323, eventfd) S(324, fallocate) S(325, timerfd_settime) \
	S(326, timerfd_gettime) S(327, signalfd4) S(328, eventfd2) S(329, epoll_create1) S(330, dup3) \
	S(331, pipe2) S(332, inotify_init1) S(333, preadv) S(334, pwritev) S(335, rt_tgsigqueueinfo) \
	S(336, perf_event_open) S(337, recvmmsg) S(338, fanotify_init) S(339, fanotify_mark) S(340, prlimit64) \
	S(341, name_to_handle_at) S(342, open_by_handle_at) S(343, clock_adjtime) S(344, syncfs) \
	S(345, sendmmsg) S(346, setns) S(347, process_vm_readv) S(348, process_vm_writev) S(349, kcmp) \
	S(350, finit_module) S(351, sched_setattr) S(352, sched_getattr) S(353, renameat2) S(354, seccomp) \
	S(355, getrandom) S(356, memfd_create) S(357, bpf) S(358, execveat) S(359, socket) S(360, socketpair) \
	S(361, bind) S(362, connect) S(363, listen) S(364, accept4) S(365, getsockopt) S(366, setsockopt) \
	S(367, getsockname) S(368, getpeername) S(369, sendto) S(370, sendmsg) S(371, recvfrom) S(372, recvmsg) \
	S(373, shutdown) S(374, userfaultfd) S(375, membarrier) S(376, mlock2) S(377, copy_file_range) \
	S(378, preadv2) S(379, pwritev2) S(380, pkey_mprotect) S(381, pkey_alloc) S(382, pkey_free) \
	S(383, statx) S(384, arch_prctl) S(385, io_pgetevents) S(386, rseq) S(393, semget) S(394, semctl) \
	S(395, shmget) S(396, shmctl) S(397, shmat) S(398, shmdt) S(399, msgget) S(400, msgsnd) S(401, msgrcv) \
	S(402, msgctl) S(403, clock_gettime64) S(404, clock_settime64) S(405, clock_adjtime64) \
	S(406, clock_getres_time64) S(407, clock_nanosleep_time64) S(408, timer_gettime64) \
	S(409, timer_settime64) S(410, timerfd_gettime64) S(411, timerfd_settime64) S(412, utimensat_time64) \
	S(413, pselect6_time64) S(414, ppoll_time64) S(416, io_pgetevents_time64) S(417, recvmmsg_time64) \
	S(418, mq_timedsend_time64) S(419, mq_timedreceive_time64) S(420, semtimedop_time64) \
	S(421, rt_sigtimedwait_time64) S(422, futex_time64) S(423, sched_rr_get_interval_time64) \
	S(424, pidfd_send_signal) S(425, io_uring_setup) S(426, io_uring_enter) S(427, io_uring_register) \
	S(428, open_tree) S(429, move_mount) S(430, fsopen) S(431, fsconfig) S(432, fsmount) S(433, fspick) \
	S(434, pidfd_open) S(435, clone3) S(436, close_range) S(437, openat2) S(438, pidfd_getfd) \
	S(439, faccessat2) S(440, process_madvise) S(441, epoll_pwait2) S(442, mount_setattr) \
	S(443, quotactl_fd) S(444, landlock_create_ruleset) S(445, landlock_add_rule) \
	S(446, landlock_restrict_self) S(447, memfd_secret) S(448, process_mrelease) S(449, futex_waitv) \
	S(450, set_mempolicy_home_node) S(451, cachestat) S(452, fchmodat2) S(453, map_shadow_stack) \
	S(454, futex_wake) S(455, futex_wait) S(456, futex_requeue) S(457, statmount) S(458, listmount) \
	S(459, lsm_get_self_attr) S(460, lsm_set_self_attr) S(461, lsm_list_modules) S(462, mseal) \
	S(463, setxattrat) S(464, getxattrat) S(465, listxattrat) S(466, removexattrat) S(467, open_tree_attr) \
	S(468, file_getattr) S(469, file_setattr)
