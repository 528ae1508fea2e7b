namespace Pipeline.Matrix.Tests.Machines;

/// <summary>A machine did not answer; the message tells what it said last.</summary>
internal sealed class MachineException(string message) : Exception(message);
