using System.Runtime.InteropServices;

namespace Pipeline.Bpf.Native;

/// <summary>bpf/bpf.h: thin wrappers of the bpf system call. Each returns a descriptor or 0, or a negative errno (and sets errno).</summary>
internal static unsafe partial class BpfSyscalls
{
    internal const int StatsRunTime = 0;

    [LibraryImport(Libbpf.Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int bpf_prog_load(int type, string name, string license, ulong* instructions, nuint count, in ProgramLoadOptions options);

    /// <summary>For a per-CPU map the value is an array with one entry for each possible CPU, each rounded up to 8 bytes.</summary>
    [LibraryImport(Libbpf.Library, SetLastError = true)]
    internal static partial int bpf_map_lookup_elem(int descriptor, void* key, void* value);

    /// <summary>The key after <paramref name="key"/> (null: the first); fails with ENOENT after the last. After a key that is gone comes the first again.</summary>
    [LibraryImport(Libbpf.Library, SetLastError = true)]
    internal static partial int bpf_map_get_next_key(int descriptor, void* key, void* nextKey);

    /// <summary>Fails with ENOENT where there is no such key.</summary>
    [LibraryImport(Libbpf.Library, SetLastError = true)]
    internal static partial int bpf_map_delete_elem(int descriptor, void* key);

    /// <summary>
    /// Up to <paramref name="count"/> entries from where <paramref name="start"/> says (null: from the first), which becomes how many there were; where to go on
    /// from is written to <paramref name="next"/>. Fails with ENOENT at the end, entries or none; with ENOSPC where the next bucket holds more than that.
    /// </summary>
    [LibraryImport(Libbpf.Library, SetLastError = true)]
    internal static partial int bpf_map_lookup_batch(int descriptor, void* start, void* next, void* keys, void* values, uint* count, void* options);

    /// <summary>Attaches raw_tp by name, and tp_btf, fentry and fexit with a null name.</summary>
    [LibraryImport(Libbpf.Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int bpf_raw_tracepoint_open(string? name, int program);

    [LibraryImport(Libbpf.Library, SetLastError = true)]
    internal static partial int bpf_link_create(int program, int target, int attachType, void* options);

    /// <summary>A descriptor whose reading runs the iterator of the link once, from the first object to the last.</summary>
    [LibraryImport(Libbpf.Library, SetLastError = true)]
    internal static partial DescriptorHandle bpf_iter_create(int link);

    [LibraryImport(Libbpf.Library, SetLastError = true)]
    internal static partial int bpf_obj_get_info_by_fd(int descriptor, void* info, uint* length);

    /// <summary>Statistics are kept while the returned descriptor is open.</summary>
    [LibraryImport(Libbpf.Library, SetLastError = true)]
    internal static partial DescriptorHandle bpf_enable_stats(int kind);
}
