using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using Pipeline.Bpf.Native;

namespace Pipeline.Bpf.Rings;

/// <summary>
/// The reading end of a BPF ring buffer: its pages mapped into this process. One reader at a time; <see cref="CountUnread"/> and <see cref="PendingBytes"/> on
/// any thread.
/// </summary>
/// <remarks>
/// <para>
/// The kernel maps the data twice in a row, so that a record never wraps. A record is a header (u32 length with two flag bits, u32 private) and its bytes, rounded
/// up to 8. Positions only grow; an offset is a position modulo the size.
/// </para>
/// <para>
/// A commit in the kernel does: clear BUSY in the header by an atomic exchange (a full barrier), load the consumer position, and wake the reader only if that is
/// exactly this record's position, that is, only if the reader had taken everything in front of it. So this reader owes two things: it publishes its position
/// once a drain, not once a record (fewer wake-ups, and the cache line of the position stays with the producers), and after publishing it looks again, behind a
/// full barrier, before it sleeps (<see cref="HasRecord"/>). Of "kernel: write header, read position" and "reader: write position, read header" at least one side
/// then sees the other's write: either the reader finds the record or the kernel finds the position and wakes. A header still BUSY at that look means that
/// the commit is yet to come and will see the published position.
/// </para>
/// </remarks>
public sealed unsafe class RingBuffer : IDisposable
{
    private const uint Busy = 1u << 31;
    private const uint Discarded = 1u << 30;
    private const int HeaderSize = 8;
    private const int CountTries = 16;

    // The hardware's own prefetching ends at each page, and a long ring is read once from memory: a page ahead is worth a third here
    // (250 to 280 instead of 180 M/s). Never beyond the end: those lines are the producers'.
    private const int PrefetchDistance = 4096;

    private readonly DescriptorHandle? _map;
    private readonly nuint _mappedBehindConsumer;
    private readonly ulong _mask;
    private ulong* _consumer;
    private ulong* _producer;
    private byte* _data;

    /// <summary>A ring in memory of the caller's, laid out as the kernel lays it out.</summary>
    internal RingBuffer(ulong* consumer, ulong* producer, byte* data, ulong size)
    {
        _consumer = consumer;
        _producer = producer;
        _data = data;
        _mask = size - 1;
    }

    private RingBuffer(DescriptorHandle map, uint size)
    {
        _map = map;
        _mask = size - 1;
        var page = (nuint)Environment.SystemPageSize;
        var descriptor = (int)map.DangerousGetHandle();
        _mappedBehindConsumer = page + 2 * (nuint)size;
        _consumer = (ulong*)Map(page, Libc.ProtectionRead | Libc.ProtectionWrite, descriptor, 0);
        try
        {
            _producer = (ulong*)Map(_mappedBehindConsumer, Libc.ProtectionRead, descriptor, (nint)page);
        }
        catch
        {
            _ = Libc.munmap((nint)_consumer, page);
            throw;
        }

        _data = (byte*)_producer + page;
    }

    /// <summary>Bytes of the ring.</summary>
    public long Size => (long)_mask + 1;

    /// <summary>Bytes read since the ring was made, headers and discarded records included.</summary>
    public long ReadBytes => (long)Volatile.Read(ref *_consumer);

    /// <summary>Bytes between reader and producers, headers and unfinished records included.</summary>
    public long PendingBytes
    {
        get
        {
            var consumed = Volatile.Read(ref *_consumer);
            return (long)(Volatile.Read(ref *_producer) - consumed);
        }
    }

    internal DescriptorHandle? Descriptor => _map;

    /// <summary>Maps a ring. The descriptor stays the caller's; the ring keeps one of its own.</summary>
    /// <param name="descriptor">A map of type ringbuf.</param>
    /// <param name="size">Its max_entries.</param>
    /// <exception cref="BpfException">The descriptor is no ring, or there is no memory to map it.</exception>
    public static RingBuffer Open(int descriptor, uint size)
    {
        var map = DescriptorHandle.Duplicate(descriptor);
        if (map.IsInvalid)
            throw new BpfException("open a ring", Marshal.GetLastPInvokeError());
        try
        {
            return new RingBuffer(map, size);
        }
        catch
        {
            map.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Hands records to <paramref name="consumer"/> in order until it refuses one, or an unfinished one or the end is met, and publishes the position once.
    /// </summary>
    /// <returns>How many records it took.</returns>
    public long Drain<T>(ref T consumer)
        where T : struct, IRecordConsumer
    {
        // Only this side writes the consumer position. The local copy lets the JIT keep the consumer's fields in registers.
        var local = consumer;
        var position = *_consumer;
        var end = Volatile.Read(ref *_producer);
        var data = _data;
        var mask = _mask;
        var taken = 0L;
        while (position < end)
        {
            var header = data + (position & mask);
            if (Sse.IsSupported && position + PrefetchDistance < end)
                Sse.Prefetch0(header + PrefetchDistance);
            var length = Volatile.Read(ref *(uint*)header);
            if (length >= Discarded)
            {
                if (length >= Busy)
                    break;
                length &= ~Discarded;
            }
            else if (local.TryConsume(header + HeaderSize, (int)length))
            {
                taken++;
            }
            else
            {
                break;
            }

            position += Slot(length);
        }

        Volatile.Write(ref *_consumer, position);
        consumer = local;
        return taken;
    }

    /// <summary>Whether a finished record waits; a look behind a full barrier, as the protocol wants it before sleeping.</summary>
    public bool HasRecord()
    {
        Interlocked.MemoryBarrier();
        var position = *_consumer;
        return position < Volatile.Read(ref *_producer) && Volatile.Read(ref *(uint*)(_data + (position & _mask))) < Busy;
    }

    /// <summary>
    /// Finished records that nobody has read. Exact when the reader rests; while it drains, what was seen last, because slots behind it are written anew.
    /// </summary>
    public long CountUnread()
    {
        var count = 0L;
        for (var i = 0; i < CountTries; i++)
        {
            var start = Volatile.Read(ref *_consumer);
            count = CountFrom(start);
            Interlocked.MemoryBarrier();
            if (Volatile.Read(ref *_consumer) == start)
                break;
        }

        return count;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_map is null || _consumer is null)
            return;
        _ = Libc.munmap((nint)_consumer, (nuint)Environment.SystemPageSize);
        _ = Libc.munmap((nint)_producer, _mappedBehindConsumer);
        _consumer = null;
        _producer = null;
        _data = null;
        _map.Dispose();
    }

    private static ulong Slot(uint length) => ((ulong)length + HeaderSize + 7) & ~7UL;

    private static nint Map(nuint length, int protection, int descriptor, nint offset) =>
        Libc.mmap(0, length, protection, Libc.MapShared, descriptor, offset) is not -1 and var address
            ? address
            : throw new BpfException("map a ring", Marshal.GetLastPInvokeError());

    private long CountFrom(ulong position)
    {
        var count = 0L;
        for (var end = Volatile.Read(ref *_producer); position < end;)
        {
            var length = Volatile.Read(ref *(uint*)(_data + (position & _mask)));
            if (length < Discarded)
                count++;
            position += Slot(length & ~(Busy | Discarded));
        }

        return count;
    }
}
