using Pipeline.Metrics.Binding;
using Pipeline.Metrics.Store;
using Pipeline.Text;

namespace Pipeline.Sinks.Prometheus.Exposition;

/// <summary>A format that scrapers understand. One instance a scrape, one thread at a time.</summary>
internal abstract class MetricExposition : IDisposable
{
    /// <summary>Begins a family; nothing is written of one that turns out to be without series.</summary>
    public abstract void Begin(MetricFamily family);

    /// <summary>Writes one series of the family. Called under the lock of its table: must neither wait nor keep it.</summary>
    public abstract void Write(ByteBuffer output, ValueColumn column, TableBinding table, Series series);

    /// <summary>Ends the family.</summary>
    public abstract void End(ByteBuffer output);

    /// <summary>Ends the exposition.</summary>
    public virtual void Finish(ByteBuffer output)
    {
    }

    public abstract void Dispose();
}
