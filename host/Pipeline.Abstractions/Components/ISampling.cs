namespace Pipeline;

/// <summary>A sink that wants figures fresh when somebody looks at them, as a scrape does.</summary>
public interface ISampling
{
    /// <summary>
    /// Set by the host once an instance, after <see cref="ISink.Bind"/> and before it is started and written to. Its <see cref="ISampled.SampleAsync"/> asks every source of
    /// figures upstream of this sink, through transforms too, and completes when their rows have been through the transforms in between and this sink's
    /// <see cref="ISink.WriteAsync"/> of them has returned; rows that a transform keeps for its own interval are not waited for. Never wait for it inside
    /// WriteAsync: it waits for that call.
    /// </summary>
    ISampled Upstream { set; }
}
