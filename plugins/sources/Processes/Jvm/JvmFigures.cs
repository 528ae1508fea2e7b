namespace Pipeline.Sources.Processes.Jvm;

/// <summary>What a Java machine tells of its heap and its collectors, put together entry by entry.</summary>
internal struct JvmFigures
{
    private const long NanosecondsASecond = 1_000_000_000;

    private long _frequency;
    private long _youngTicks;
    private long _fullTicks;
    private long _sumOfMost;
    private long _greatestMost;
    private bool _sharesItsHeap;

    /// <summary>Nanoseconds in collector 0, that of the young.</summary>
    internal readonly long YoungTime => Nanoseconds(_youngTicks);

    /// <summary>Nanoseconds in collector 1, that of everything.</summary>
    internal readonly long FullTime => Nanoseconds(_fullTicks);

    /// <summary>Bytes of objects in all spaces.</summary>
    internal long Used { get; private set; }

    /// <summary>Bytes of all spaces.</summary>
    internal long Total { get; private set; }

    /// <summary>Bytes that the heap may have. G1's generations may each have all of it.</summary>
    internal readonly long Most => _sharesItsHeap ? _greatestMost : _sumOfMost;

    /// <summary>Takes in a number; most are of no interest.</summary>
    internal void Take(ReadOnlySpan<byte> name, long value)
    {
        if (name.SequenceEqual("sun.os.hrt.frequency"u8))
            _frequency = value;
        else if (name.SequenceEqual("sun.gc.collector.0.time"u8))
            _youngTicks = value;
        else if (name.SequenceEqual("sun.gc.collector.1.time"u8))
            _fullTicks = value;
        else if (name.StartsWith("sun.gc.generation."u8))
            TakeOfGeneration(name["sun.gc.generation."u8.Length..], value);
    }

    /// <summary>Takes in a text.</summary>
    internal void Take(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (name.SequenceEqual("sun.gc.policy.name"u8))
            _sharesItsHeap = value.StartsWith("GarbageFirst"u8);
    }

    // Behind the generation's number: maxCapacity, or space.N.used and space.N.capacity.
    private void TakeOfGeneration(ReadOnlySpan<byte> name, long value)
    {
        name = WithoutNumber(name);
        if (name.SequenceEqual(".maxCapacity"u8))
        {
            _sumOfMost = unchecked(_sumOfMost + value);
            _greatestMost = Math.Max(_greatestMost, value);
        }
        else if (name.StartsWith(".space."u8))
        {
            name = WithoutNumber(name[".space."u8.Length..]);
            if (name.SequenceEqual(".used"u8))
                Used = unchecked(Used + value);
            else if (name.SequenceEqual(".capacity"u8))
                Total = unchecked(Total + value);
        }
    }

    private static ReadOnlySpan<byte> WithoutNumber(ReadOnlySpan<byte> name) => name.TrimStart("0123456789"u8);

    private readonly long Nanoseconds(long ticks) =>
        _frequency is NanosecondsASecond or <= 0 ? ticks : (long)((Int128)ticks * NanosecondsASecond / _frequency);
}
