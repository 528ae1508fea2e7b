using System.Runtime.InteropServices;
using Pipeline.Bpf.Native;

namespace Pipeline.Bpf;

/// <summary>What a perf event of one CPU tells of mappings. One thread at a time.</summary>
internal sealed unsafe class PerfRing : IDisposable
{
    private const ulong Software = 1, Dummy = 9;
    // Bits of struct perf_event_attr: executable mappings, with their inodes, and a wake-up by bytes.
    private const ulong Flags = 1UL << 8 | 1UL << 14 | 1UL << 23;
    private const int AttributeWords = 9;
    private const int HeadAt = 1024, TailAt = 1032;
    private const uint LostRecord = 2, MappingRecord = 10;
    private const int HeaderSize = 8, LongestMapping = 72 + 4096 + 8;

    private readonly DescriptorHandle _event;
    private readonly byte* _page;
    private readonly int _pageSize = Environment.SystemPageSize;
    private readonly int _size;
    private readonly byte[] _record = new byte[LongestMapping];

    private PerfRing(DescriptorHandle @event, byte* page, int size)
    {
        _event = @event;
        _page = page;
        _size = size;
    }

    internal int Descriptor => (int)_event.DangerousGetHandle();

    /// <summary>Null: the CPU is offline.</summary>
    internal static PerfRing? OpenMappings(int cpu, int pages)
    {
        var attributes = stackalloc ulong[AttributeWords];
        new Span<ulong>(attributes, AttributeWords).Clear();
        attributes[0] = Software | (ulong)(AttributeWords * sizeof(ulong)) << 32;
        attributes[1] = Dummy;
        attributes[5] = Flags;
        // wakeup_watermark
        attributes[6] = 1;
        var opened = new DescriptorHandle((int)Libc.syscall(Libc.PerfEventOpen, attributes, -1, cpu, -1, Libc.PerfEventCloseOnExec));
        if (opened.IsInvalid)
            return Marshal.GetLastPInvokeError() is ErrorNumber.ENODEV ? null : throw new BpfException("watch mappings", Marshal.GetLastPInvokeError());
        var size = pages * Environment.SystemPageSize;
        var page = Libc.mmap(0, (nuint)(size + Environment.SystemPageSize), Libc.ProtectionRead | Libc.ProtectionWrite, Libc.MapShared, (int)opened.DangerousGetHandle(), 0);
        if (page != -1)
            return new PerfRing(opened, (byte*)page, size);
        var error = Marshal.GetLastPInvokeError();
        opened.Dispose();
        throw new BpfException("watch mappings", error);
    }

    internal bool Read(Action<ExecutableMapping> each)
    {
        var whole = true;
        var head = Volatile.Read(ref *(ulong*)(_page + HeadAt));
        ref var tail = ref *(ulong*)(_page + TailAt);
        for (var at = tail; at < head; )
        {
            Copy(at, HeaderSize);
            var (type, size) = (BitConverter.ToUInt32(_record), BitConverter.ToUInt16(_record, 6));
            if (size < HeaderSize || size > _record.Length)
            {
                whole = false;
                break;
            }

            Copy(at, size);
            if (type == MappingRecord)
                each(Mapping());
            whole &= type != LostRecord;
            at += size;
        }

        Volatile.Write(ref tail, head);
        return whole;
    }

    public void Dispose()
    {
        _ = Libc.munmap((nint)_page, (nuint)(_size + _pageSize));
        _event.Dispose();
    }

    // header, pid, tid, addr, len, pgoff, maj, min, ino, ...
    private ExecutableMapping Mapping()
    {
        var start = BitConverter.ToUInt64(_record, 16);
        return new ExecutableMapping(
            BitConverter.ToInt32(_record, 8),
            start,
            start + BitConverter.ToUInt64(_record, 24),
            new MappedFile(BitConverter.ToUInt32(_record, 40), BitConverter.ToUInt32(_record, 44), BitConverter.ToUInt64(_record, 48)));
    }

    private void Copy(ulong from, int size)
    {
        var at = (int)(from % (ulong)_size);
        var first = Math.Min(size, _size - at);
        new ReadOnlySpan<byte>(_page + _pageSize + at, first).CopyTo(_record);
        new ReadOnlySpan<byte>(_page + _pageSize, size - first).CopyTo(_record.AsSpan(first));
    }
}
