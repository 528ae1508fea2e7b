using System.Runtime.InteropServices;

namespace Pipeline.Bpf.Native;

/// <summary>
/// bpf/libbpf.h. Functions returning a pointer return null and set errno; those returning int return 0 or a negative errno
/// (libbpf 1.x sets errno as well). An object and what hangs on it is not thread-safe.
/// </summary>
internal static unsafe partial class Libbpf
{
    internal const string Library = "libbpf.so.1";

    // libbpf prints to stderr unless told otherwise; here it is told before the first call, whoever makes it.
    static Libbpf() => libbpf_set_print(&LibbpfLog.Print);

    [LibraryImport(Library)]
    private static partial nint libbpf_set_print(delegate* unmanaged<int, byte*, nint, int> print);

    [LibraryImport(Library)]
    internal static partial uint libbpf_major_version();

    [LibraryImport(Library)]
    internal static partial uint libbpf_minor_version();

    /// <summary>Makes a map of the type: 1 if the kernel takes it, 0 if not, negative errno if that cannot be told.</summary>
    [LibraryImport(Library, SetLastError = true)]
    internal static partial int libbpf_probe_bpf_map_type(int type, void* options);

    /// <summary>Number of possible CPUs (not of online ones): the row length of per-CPU maps; negative errno if unknown.</summary>
    [LibraryImport(Library, SetLastError = true)]
    internal static partial int libbpf_num_possible_cpus();

    /// <summary>Type id in the kernel's BTF of what a program of <paramref name="attachType"/> attaches to; -ESRCH when there is no BTF,
    /// -ENOENT when there is no such name.</summary>
    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int libbpf_find_vmlinux_btf_id(string name, int attachType);

    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial ObjectHandle bpf_object__open_file(string path, in ObjectOpenOptions options);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int bpf_object__load(ObjectHandle obj);

    [LibraryImport(Library)]
    internal static partial void bpf_object__close(nint obj);

    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint bpf_object__find_program_by_name(ObjectHandle obj, string name);

    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint bpf_object__find_map_by_name(ObjectHandle obj, string name);

    /// <summary>The map after <paramref name="previous"/> (0 for the first); 0 at the end.</summary>
    [LibraryImport(Library, SetLastError = true)]
    internal static partial nint bpf_object__next_map(ObjectHandle obj, nint previous);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int bpf_program__set_autoload(nint program, [MarshalAs(UnmanagedType.U1)] bool autoload);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int bpf_program__fd(nint program);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int bpf_program__set_expected_attach_type(nint program, int type);

    /// <summary>A program's instructions, which stay its own; up to the load without those of the subprograms it calls.</summary>
    [LibraryImport(Library)]
    internal static partial ulong* bpf_program__insns(nint program);

    [LibraryImport(Library)]
    internal static partial nuint bpf_program__insn_cnt(nint program);

    [LibraryImport(Library)]
    internal static partial byte* bpf_program__section_name(nint program);

    /// <summary>For the life of the process; not safe beside any other call that opens objects. Returns a negative errno if refused.</summary>
    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int libbpf_register_prog_handler(string section, int type, int attachType, in ProgramHandlerOptions options);

    /// <summary>The buffer stays the caller's and must outlive the load.</summary>
    [LibraryImport(Library, SetLastError = true)]
    internal static partial int bpf_program__set_log_buf(nint program, byte* buffer, nuint size);

    /// <summary>Attaches by what the section name says; null with -EOPNOTSUPP when it does not say where to.</summary>
    [LibraryImport(Library, SetLastError = true)]
    internal static partial LinkHandle bpf_program__attach(nint program);

    /// <summary>Attaches to a place in a file, in every process where the process is -1.</summary>
    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial LinkHandle bpf_program__attach_uprobe_opts(nint program, int process, string path, nuint offset, in UserProbeOptions options);

    /// <summary>Attaches a program of a cgroup to the one that the descriptor is open on.</summary>
    [LibraryImport(Library, SetLastError = true)]
    internal static partial LinkHandle bpf_program__attach_cgroup(nint program, int cgroup);

    [LibraryImport(Library)]
    internal static partial int bpf_link__fd(LinkHandle link);

    /// <summary>Attaches a tracing program where its load said; a struct bpf_link, or null.</summary>
    [LibraryImport(Library, SetLastError = true)]
    internal static partial nint bpf_program__attach_trace(nint program);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int bpf_link__destroy(nint link);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int bpf_map__fd(nint map);

    [LibraryImport(Library)]
    internal static partial byte* bpf_map__name(nint map);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int bpf_map__set_max_entries(nint map, uint entries);

    [LibraryImport(Library)]
    internal static partial uint bpf_map__max_entries(nint map);

    [LibraryImport(Library)]
    internal static partial uint bpf_map__value_size(nint map);

    /// <summary>The bytes a data section's map will start with; writable until the load; null for other maps.</summary>
    [LibraryImport(Library, SetLastError = true)]
    internal static partial byte* bpf_map__initial_value(nint map, out nuint size);
}
