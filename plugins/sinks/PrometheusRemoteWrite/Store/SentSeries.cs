using Pipeline.Metrics.Store;

namespace Pipeline.Sinks.PrometheusRemoteWrite.Store;

/// <summary>What the receiver has of a series, and how to take back what it did not take.</summary>
/// <param name="birth">Of the series it is about: another may have got its place.</param>
internal sealed class SentSeries(long birth)
{
    /// <summary>Time of a series of which nothing was sent.</summary>
    public const long Never = long.MinValue;

    private double[] _numbers = [];
    private byte[]?[] _histograms = [];
    private bool[] _isThere = [];
    private long _time;

    public long Birth => birth;

    /// <summary>Time of the last sample, in Unix milliseconds.</summary>
    public long Time { get; set; } = Never;

    /// <summary>The request that it is part of, or was last.</summary>
    public long Request { get; set; }

    /// <summary>Remembers how it stands.</summary>
    /// <param name="series">The series.</param>
    /// <param name="isDelta">Whether its values too: those that are replaced, rather than added to, come again with the row.</param>
    public void Keep(Series series, bool isDelta)
    {
        _time = Time;
        if (!isDelta)
            return;
        if (_numbers.Length != series.Numbers.Length)
            _numbers = new double[series.Numbers.Length];
        series.Numbers.CopyTo(_numbers, 0);
        if (_histograms.Length != series.Histograms.Length)
            (_histograms, _isThere) = (new byte[]?[series.Histograms.Length], new bool[series.Histograms.Length]);
        for (var i = 0; i < _histograms.Length; i++)
        {
            _isThere[i] = series.Histograms[i] is not null;
            if (series.Histograms[i] is not { } cell)
                continue;
            if (_histograms[i]?.Length != cell.Length)
                _histograms[i] = new byte[cell.Length];
            cell.CopyTo(_histograms[i]!, 0);
        }
    }

    /// <summary>Puts it back to how it stood.</summary>
    public void Restore(Series series, bool isDelta)
    {
        Time = _time;
        if (!isDelta)
            return;
        _numbers.CopyTo(series.Numbers, 0);
        for (var i = 0; i < _histograms.Length; i++)
            if (!_isThere[i])
                series.Histograms[i] = null;
            else if (series.Histograms[i] is { } cell && cell.Length == _histograms[i]!.Length)
                _histograms[i]!.CopyTo(cell, 0);
            else
                series.Histograms[i] = [.. _histograms[i]!];
    }
}
