namespace Pipeline;

/// <summary>
/// Something a source or sink cannot do without is not to be had on this machine, and trying again would change nothing: a privilege, a kernel feature, a port. The
/// host ends this component instead of restarting it, goes on with the others, and exits with 1 in the end. A sink throws it from <see cref="IStarting.StartAsync"/>.
/// </summary>
/// <param name="message">What is missing and the remedy.</param>
/// <param name="inner">What showed it.</param>
public sealed class UnavailableException(string message, Exception? inner = null) : Exception(message, inner)
{
}
