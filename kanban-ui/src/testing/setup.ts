import { configure } from '@testing-library/react';

// How long `findBy…` and `waitFor` look for what a test expects: like every limit, far more than a slow machine takes.
configure({ asyncUtilTimeout: 120_000 });
