using Microsoft.Extensions.Logging;
using Pipeline.Bpf.Maps;

namespace Pipeline.Bpf.Reading;

/// <summary>
/// Reads figures on the source's own thread, every interval and whenever it is asked to: the maps of an object, none or several, and what the source reads itself.
/// </summary>
internal sealed class MetricReading : IDisposable
{
    private readonly (MetricMap Map, MetricReader Reader)[] _readers;
    private readonly Action<SourceOutput>? _own;
    private readonly TimeSpan _interval;
    private readonly TimeProvider _clock;
    private readonly SourceOutput _output;
    private readonly SampleRequests _requests;
    private readonly ILogger _log;
    private readonly HashSet<MetricMap> _told = [];
    private readonly long _start;
    private long _intervals = 1;

    /// <param name="maps">The maps.</param>
    /// <param name="own">The source's own reading; null: it has none.</param>
    /// <param name="interval">How often.</param>
    /// <param name="clock">Tells when.</param>
    /// <param name="output">Where rows go.</param>
    /// <param name="requests">Who asks for a reading.</param>
    /// <param name="log">The source's.</param>
    internal MetricReading(
        IReadOnlyList<MetricMap> maps, Action<SourceOutput>? own, TimeSpan interval, TimeProvider clock, SourceOutput output, SampleRequests requests, ILogger log)
    {
        _own = own;
        _interval = interval;
        _clock = clock;
        _output = output;
        _requests = requests;
        _log = log;
        _start = clock.GetTimestamp();
        _readers = [.. maps.Select(m => (m, new MetricReader(m)))];
    }

    /// <summary>How long until the next reading is due; infinite where there is nothing to read.</summary>
    internal TimeSpan UntilNext
    {
        get
        {
            if (_readers.Length == 0 && _own is null)
                return Timeout.InfiniteTimeSpan;
            var left = _intervals * _interval - _clock.GetElapsedTime(_start);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>Reads if somebody asks or an interval has passed. A reading that takes longer than the interval makes up for none of those it missed.</summary>
    internal void ReadIfDue()
    {
        var isDue = UntilNext == TimeSpan.Zero;
        if (!isDue && !_requests.Pending)
            return;
        Read();
        if (isDue)
            _intervals = (long)(_clock.GetElapsedTime(_start) / _interval) + 1;
    }

    /// <summary>Reads everything once, and answers those who asked for it.</summary>
    internal void Read()
    {
        using var round = _requests.Begin();
        foreach (var (map, reader) in _readers)
        {
            bool more;
            do
            {
                more = reader.Read(_output.Emitter, ref _output.Sequence);
                _output.Flush();
            }
            while (more);

            if (reader.BatchRefusal is { } refusal && _told.Add(map))
                _log.LogInformation("map {Map} is read entry by entry, because this kernel refuses batches: {Refusal}", map.Spec.Schema.Name, refusal);
        }

        if (_own is null)
            return;
        _own(_output);
        _output.Flush();
    }

    public void Dispose()
    {
        foreach (var (_, reader) in _readers)
            reader.Dispose();
    }
}
