using Microsoft.Extensions.Logging;

namespace Pipeline.Host.Diagnostics;

/// <summary>A warning or worse as it was logged.</summary>
/// <param name="Time">When, in nanoseconds of Unix time.</param>
/// <param name="Component">Who logged it: a component, or <c>pipeline</c> for the host itself.</param>
/// <param name="Level">How severe it is.</param>
/// <param name="Message">What was said.</param>
/// <param name="Exception">The type of the exception that went with it; empty without one.</param>
internal readonly record struct LoggedError(long Time, string Component, LogLevel Level, string Message, string Exception);
