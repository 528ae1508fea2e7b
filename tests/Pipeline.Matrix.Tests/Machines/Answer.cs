namespace Pipeline.Matrix.Tests.Machines;

/// <summary>What a script left behind.</summary>
internal sealed record Answer(int Code, string Output, string Errors);
