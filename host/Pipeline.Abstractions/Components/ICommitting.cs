namespace Pipeline;

/// <summary>
/// A source that can tell rows again, and remembers from where: it gives each batch an <see cref="Account"/>, and what lies before the first account that is not
/// settled, or was <see cref="Settlement.Abandoned"/>, need not be told again. Its rows have the same identity each time: an origin whose epoch tells what is read,
/// and sequence numbers that tell where.
/// </summary>
public interface ICommitting
{
    /// <summary>
    /// Writes down how far everything is settled, if that has changed. Called about once a second while the source runs, and once more when its run and that of all
    /// who got rows from it has ended, before it is disposed; never twice at the same time, but at the same time as <see cref="ISource.RunAsync"/>. After the stop
    /// deadline the last call does not wait for a sink that hangs, whose accounts may settle later still. A throwing one is logged and called again. An instance whose run
    /// threw commits once more before it is disposed, and the next one tells again what was not settled by then.
    /// </summary>
    ValueTask CommitAsync();
}
